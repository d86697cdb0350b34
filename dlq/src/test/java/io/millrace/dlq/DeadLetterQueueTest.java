/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.letter.Letters;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterQueueTest {
    private final Scripted first = new Scripted("first");
    private final Scripted second = new Scripted("second");
    private final List<Long> safe = new ArrayList<>();
    private long now;
    private final DeadLetterQueue<Long> queue =
            new DeadLetterQueue<>(List.of(first, second), () -> Instant.ofEpochMilli(now));

    private void send(long offset) {
        queue.send(Letters.failed(offset, null), offset);
    }

    private void poll() {
        queue.poll(safe::add);
    }

    @Test
    void letter_countsOnlyWhenItIsAcknowledged() {
        CompletableFuture<Void> pending = first.answer(new CompletableFuture<>());
        send(1);
        poll();
        assertThat(safe).isEmpty();

        pending.complete(null);
        poll();

        assertThat(safe).containsExactly(1L);
        assertThat(second.taken).isZero();
    }

    @Test
    void destinations_areTriedInTheirOrderForEachLetter() {
        first.failure = new IOException("down");
        send(1);
        poll();
        first.failure = null;
        send(2);
        poll();

        assertThat(safe).containsExactly(1L, 2L);
        assertThat(first.taken).isEqualTo(1);
        assertThat(second.taken).isEqualTo(1);
    }

    @Test
    void refusedLetter_isHandedOnAsWell() {
        first.failure = new LetterRefusedException("too large");
        send(1);
        poll();

        assertThat(safe).containsExactly(1L);
        assertThat(second.taken).isEqualTo(1);
    }

    @Test
    void nobodyTakesLetters_theyWaitLongerAndLongerAndNoneIsSkipped() {
        first.failure = new IOException("down");
        second.failure = new IOException("down, too");
        send(1);
        send(2);
        poll();
        assertThat(queue.waiting()).isEqualTo(2);
        int asked = first.asked;
        poll();
        assertThat(first.asked).as("not before the pause is over").isEqualTo(asked);

        now += 250;
        poll();
        assertThat(first.asked).isEqualTo(asked + 2);
        now += 250;
        poll();
        assertThat(first.asked).as("the second pause is longer").isEqualTo(asked + 2);

        second.failure = null;
        now += 60_000;
        poll();
        assertThat(safe).containsExactly(1L, 2L);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.pending()).isZero();
    }

    @Test
    void letterThatEverybodyRefuses_endsTheWaiting() {
        first.failure = new LetterRefusedException("too large");
        second.failure = new LetterRefusedException("too large here as well");
        send(1);

        assertThatThrownBy(this::poll)
                .isInstanceOf(LetterRefusedException.class)
                .hasMessageContaining("orders-2@1")
                .hasMessageContaining("too large here as well");
    }

    @Test
    void oneRefusesAndOneIsDown_theLetterWaitsForTheOther() {
        first.failure = new LetterRefusedException("too large");
        second.failure = new IOException("down");
        send(1);
        poll();

        assertThat(queue.waiting()).isEqualTo(1);
    }

    /** Answers as it is told. */
    private static final class Scripted implements DeadLetterDestination {
        private final String name;
        private @Nullable CompletableFuture<Void> next;
        private int asked;
        private int taken;

        @Nullable
        Exception failure;

        Scripted(String name) {
            this.name = name;
        }

        CompletableFuture<Void> answer(CompletableFuture<Void> answer) {
            next = answer;
            return answer;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Future<?> send(FailedRecord letter) {
            asked++;
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            taken++;
            return next == null ? CompletableFuture.completedFuture(null) : next;
        }

        @Override
        public void close() {
            // Nothing to let go of.
        }
    }
}
