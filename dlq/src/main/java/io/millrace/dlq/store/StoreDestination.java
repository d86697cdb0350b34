/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.store;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.LetterThread;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterSize;
import io.millrace.dlq.letter.LetterWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Letters into a store, as many at once as have come while it was busy. {@link #send} is thread-safe and never blocks;
 * the store is used by one thread of its own.
 */
public final class StoreDestination implements DeadLetterDestination {
    private static final int MOST_LETTERS = 500;
    private static final long MOST_BYTES = 8L << 20;

    private final LetterStore store;
    private final LetterWriter letters;
    private final long maxBytes;
    private final LetterThread thread;
    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param store owned from now on
     * @param letters makes letters; used by the store's thread alone
     * @param maxBytes greatest letter; larger ones are trimmed
     * @param closeTimeout longest wait for letters under way on close
     */
    public StoreDestination(LetterStore store, LetterWriter letters, long maxBytes, Duration closeTimeout) {
        this.store = store;
        this.letters = letters;
        this.maxBytes = maxBytes;
        String suffix = store.name().replaceAll("[^A-Za-z0-9._/-]+", "-").toLowerCase(Locale.ROOT);
        this.thread = new LetterThread("dead-letters-" + suffix, store.name(), closeTimeout);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Future<?> send(FailedRecord letter) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        waiting.add(new Waiting(letter, safe));
        thread.run(this::flush, safe);
        return safe;
    }

    /** Stores what has come. Whoever comes next finds nothing if others took its letter along. */
    private void flush() {
        List<Written> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < MOST_LETTERS && bytes < MOST_BYTES) {
            Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            DeadLetter letter = letter(next);
            if (letter != null) {
                bytes += LetterCodec.size(letter);
                batch.add(new Written(letter, next.safe));
            }
        }
        if (!batch.isEmpty()) {
            store(batch);
        }
    }

    private @Nullable DeadLetter letter(Waiting next) {
        try {
            DeadLetter letter = LetterSize.fit(letters.write(next.failed), maxBytes);
            if (letter == null) {
                next.safe.completeExceptionally(new LetterRefusedException(
                        "not even a reference fits in " + maxBytes + " bytes; raise 'dlq.letter.max.bytes'"));
            }
            return letter;
        } catch (RuntimeException e) {
            next.safe.completeExceptionally(e);
            return null;
        }
    }

    private void store(List<Written> batch) {
        try {
            store.store(batch.stream().map(Written::letter).toList());
            batch.forEach(written -> written.safe.complete(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(batch, e);
        } catch (LetterRefusedException e) {
            if (batch.size() == 1) {
                fail(batch, e);
            } else {
                // One of them is to blame, and the others must not wait for it.
                batch.forEach(written -> store(List.of(written)));
            }
        } catch (Exception | Error e) {
            // Whatever it is, a failed assertion of a driver included: a letter must not hang.
            fail(batch, e);
        }
    }

    private static void fail(List<Written> batch, Throwable error) {
        batch.forEach(written -> written.safe.completeExceptionally(error));
    }

    @Override
    public void close() {
        thread.close(store::close);
    }

    private record Waiting(FailedRecord failed, CompletableFuture<Void> safe) {}

    private record Written(DeadLetter letter, CompletableFuture<Void> safe) {}
}
