/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.LetterRefusedException;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.Letters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class ReporterDestinationTest {
    private final List<Throwable> reported = new ArrayList<>();

    private ReporterDestination destination(ErrantRecordReporter reporter, long maxBytes) {
        return new ReporterDestination(reporter, new LetterWriter("c", 0, "v"), maxBytes);
    }

    private Future<Void> keep(SinkRecord record, Throwable error) {
        reported.add(error);
        return CompletableFuture.completedFuture(null);
    }

    /** The worker would take it as reported and lose it: hole 1. */
    @Test
    void recordThatTheWorkersClientWouldRefuse_isNotHandedOver() {
        Future<?> letter = destination(this::keep, 20_000).send(Letters.failed(1, "m", null, "v".repeat(20_000)));

        assertThatThrownBy(letter::get).hasCauseInstanceOf(LetterRefusedException.class);
        assertThat(reported).isEmpty();
    }

    @Test
    void whatIsReported_tellsNothingOfTheRow() throws Exception {
        destination(this::keep, 1 << 20)
                .send(Letters.failed(1, new IllegalStateException("secret")))
                .get();

        assertThat(reported).singleElement().satisfies(error -> {
            assertThat(error).hasMessageContaining("[jdbc.22001] orders-2@1 for 'public.orders'");
            assertThat(error.getCause()).hasMessageNotContaining("secret");
        });
    }

    /** With {@code errors.tolerance=none} the worker's own net does not hold if a task swallows this: hole 3. */
    @Test
    void reporterThatThrows_keepsTheOffsetBack() {
        DeadLetterQueue<Long> queue = new DeadLetterQueue<>(
                List.of(destination(
                        (record, error) -> {
                            throw new ConnectException("Tolerance exceeded in error handler");
                        },
                        1 << 20)),
                InstantSource.system());
        List<Long> safe = new ArrayList<>();

        queue.send(Letters.failed(1, null), 1L);
        queue.poll(safe::add);

        assertThat(safe).isEmpty();
        assertThat(queue.waiting()).isEqualTo(1);
        queue.close();
    }
}
