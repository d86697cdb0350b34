/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.Letters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreDestinationTest {
    private final FakeStore store = new FakeStore();
    private final StoreDestination destination = destination(1 << 20);

    private StoreDestination destination(long maxBytes) {
        return new StoreDestination(store, new LetterWriter("c", 0, "v"), maxBytes, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        destination.close();
    }

    @Test
    void letter_countsWhenItIsStored() throws Exception {
        store.entered = new LinkedBlockingQueue<>();
        store.gate = new CountDownLatch(1);

        Future<?> letter = destination.send(Letters.failed(1, null));
        store.entered.take();
        assertThat(letter.isDone()).isFalse();

        store.gate.countDown();
        letter.get(10, TimeUnit.SECONDS);
        assertThat(store.offsets()).containsExactly(List.of(1L));
    }

    @Test
    void lettersThatComeMeanwhile_goTogether() throws Exception {
        store.entered = new LinkedBlockingQueue<>();
        store.gate = new CountDownLatch(1);
        List<Future<?>> letters = new ArrayList<>();
        letters.add(destination.send(Letters.failed(1, null)));
        store.entered.take();
        for (int offset = 2; offset <= 4; offset++) {
            letters.add(destination.send(Letters.failed(offset, null)));
        }

        store.gate.countDown();
        for (Future<?> letter : letters) {
            letter.get(10, TimeUnit.SECONDS);
        }

        assertThat(store.offsets()).containsExactly(List.of(1L), List.of(2L, 3L, 4L));
    }

    @Test
    void refusedBatch_isTriedOneByOne() throws Exception {
        store.entered = new LinkedBlockingQueue<>();
        store.gate = new CountDownLatch(1);
        store.refused = 3;
        destination.send(Letters.failed(1, null));
        store.entered.take();
        Future<?> second = destination.send(Letters.failed(2, null));
        Future<?> third = destination.send(Letters.failed(3, null));

        store.gate.countDown();

        second.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> third.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(LetterRefusedException.class);
    }

    @Test
    void storeThatIsDown_failsEachLetterAndTakesThemLater() throws Exception {
        store.failure = new IOException("down");
        Future<?> letter = destination.send(Letters.failed(1, null));
        assertThatThrownBy(() -> letter.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("down");

        store.failure = null;
        destination.send(Letters.failed(1, null)).get(10, TimeUnit.SECONDS);
    }

    @Test
    void largeLetter_isTrimmedAndOneThatCannotBeIsRefused() throws Exception {
        StoreDestination small = destination(1_500);
        small.send(Letters.failed(1, "m", null, "v".repeat(100_000))).get(10, TimeUnit.SECONDS);
        assertThat(store.batches.get(0).get(0).record().value()).isNull();
        small.close();

        StoreDestination tiny = destination(100);
        assertThatThrownBy(() -> tiny.send(Letters.failed(1, null)).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LetterRefusedException.class)
                .hasMessageContaining("dlq.letter.max.bytes");
        tiny.close();
    }

    @Test
    void closedDestination_takesNothing() {
        destination.close();

        assertThat(store.closed).isTrue();
        assertThatThrownBy(() -> destination.send(Letters.failed(1, null)).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("is closed");
    }

    /** Keeps letters in memory and does as it is told. */
    private static final class FakeStore implements LetterStore {
        final List<List<DeadLetter>> batches = new CopyOnWriteArrayList<>();

        @Nullable
        BlockingQueue<Integer> entered;

        @Nullable
        CountDownLatch gate;

        volatile @Nullable IOException failure;
        volatile long refused = -1;
        volatile boolean closed;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void store(List<DeadLetter> letters) throws Exception {
            if (entered != null && gate != null) {
                entered.add(letters.size());
                gate.await();
            }
            if (failure != null) {
                throw failure;
            }
            if (letters.stream().anyMatch(letter -> letter.coordinates().offset() == refused)) {
                throw new LetterRefusedException("no");
            }
            batches.add(letters);
        }

        List<List<Long>> offsets() {
            return batches.stream()
                    .map(batch -> batch.stream()
                            .map(letter -> letter.coordinates().offset())
                            .toList())
                    .toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
