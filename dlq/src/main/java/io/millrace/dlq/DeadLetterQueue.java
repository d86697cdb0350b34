/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings letters to the first destination of a chain that takes them, and says when each is safe. Confined to the task
 * thread.
 *
 * <p>A letter counts only when a destination has acknowledged it. If one fails, the next in the chain is tried; if all
 * fail, the letter waits and the chain is tried again with growing pauses, for ever: the caller keeps the record's
 * offset back, so nothing is skipped. Only a letter that every destination has refused for good ends the waiting, with
 * an exception.
 *
 * @param <T> what the caller wants back when a letter is safe
 */
public final class DeadLetterQueue<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterQueue.class);

    private final List<DeadLetterDestination> chain;
    private final InstantSource clock;
    private final ArrayDeque<Pending<T>> pending = new ArrayDeque<>();
    private long acknowledged;
    private int waiting;

    /**
     * @param chain destinations in the order in which they are tried; at least one
     * @param clock tells when a waiting letter may be tried again
     */
    public DeadLetterQueue(List<DeadLetterDestination> chain, InstantSource clock) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A dead-letter queue needs at least one destination");
        }
        this.chain = List.copyOf(chain);
        this.clock = clock;
    }

    /**
     * Starts to send a letter.
     *
     * @param token handed back by {@link #poll} when the letter is safe
     */
    public void send(FailedRecord letter, T token) {
        Pending<T> entry = new Pending<>(letter, token);
        entry.underWay = chain.get(0).send(letter);
        pending.add(entry);
    }

    /**
     * Looks after the letters under way. Cheap when there are none.
     *
     * @param safe receives the token of each letter that has been acknowledged since the last call
     * @throws LetterRefusedException if every destination has refused a letter for good
     */
    public void poll(Consumer<T> safe) {
        if (pending.isEmpty()) {
            return;
        }
        for (Iterator<Pending<T>> entries = pending.iterator(); entries.hasNext(); ) {
            Pending<T> entry = entries.next();
            if (advance(entry)) {
                entries.remove();
                acknowledged++;
                safe.accept(entry.token);
            }
        }
    }

    private boolean advance(Pending<T> entry) {
        if (entry.underWay == null) {
            if (clock.millis() < entry.notBefore) {
                return false;
            }
            entry.destination = 0;
            entry.refusals = 0;
            entry.underWay = chain.get(0).send(entry.letter);
        }
        while (entry.underWay != null && entry.underWay.isDone()) {
            Throwable error = Acknowledgement.errorOf(entry.underWay);
            if (error == null) {
                settleWaiting(entry);
                return true;
            }
            onError(entry, error);
        }
        return false;
    }

    private void onError(Pending<T> entry, Throwable error) {
        String name = chain.get(entry.destination).name();
        LOG.debug("{} did not take the letter for {}", name, entry.letter.coordinates(), error);
        if (error instanceof LetterRefusedException) {
            entry.refusals++;
        }
        entry.destination++;
        if (entry.destination < chain.size()) {
            entry.underWay = chain.get(entry.destination).send(entry.letter);
            return;
        }
        if (entry.refusals == chain.size()) {
            throw new LetterRefusedException(
                    "No dead-letter destination can take the letter for " + entry.letter.coordinates()
                            + "; the last one, " + name + ", says: " + error.getMessage(),
                    error);
        }
        startWaiting(entry, name, error);
    }

    private void startWaiting(Pending<T> entry, String name, Throwable error) {
        entry.underWay = null;
        entry.notBefore = clock.millis() + Acknowledgement.pauseMillis(entry.rounds);
        entry.rounds++;
        if (entry.rounds > 1) {
            return;
        }
        waiting++;
        if (waiting == 1) {
            LOG.warn(
                    "No dead-letter destination takes letters (the last one, {}, says: {}). The stream waits; nothing is"
                            + " skipped. First letter waiting: {}",
                    name,
                    error.toString(),
                    entry.letter.coordinates());
        }
    }

    private void settleWaiting(Pending<T> entry) {
        if (entry.rounds == 0) {
            return;
        }
        waiting--;
        if (waiting == 0) {
            LOG.info("Dead letters are taken again");
        }
    }

    /** Letters sent and not yet safe. */
    public int pending() {
        return pending.size();
    }

    /** Letters that no destination has taken so far and that wait for another try. */
    public int waiting() {
        return waiting;
    }

    /** Letters acknowledged since the start. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Closes every destination; letters that are not safe by then stay unacknowledged and come again. */
    @Override
    public void close() {
        RuntimeException first = null;
        for (DeadLetterDestination destination : chain) {
            try {
                destination.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static final class Pending<T> {
        final FailedRecord letter;
        final T token;
        int destination;
        int refusals;
        int rounds;
        long notBefore;

        @Nullable
        Future<?> underWay;

        Pending(FailedRecord letter, T token) {
            this.letter = letter;
            this.token = token;
        }
    }
}
