/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.Stage;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.time.TimeSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in records that can never be written and settles them when their letters are safe. Lanes hand in on their
 * threads; everything else happens on the task thread, because Connect's reporter must be called there.
 */
final class DeadLetterDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);

    private final @Nullable DeadLetterQueue<Slip> letters;
    private final OffsetLedger ledger;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final TimeSource time;
    private final ConcurrentLinkedQueue<HandedIn> handedIn = new ConcurrentLinkedQueue<>();

    /** @param letters where letters go, or {@code null} if records that cannot be written fail the task */
    DeadLetterDesk(
            @Nullable DeadLetterQueue<Slip> letters,
            OffsetLedger ledger,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.letters = letters;
        this.ledger = ledger;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.time = time;
    }

    /** An event can never be written. Any thread. */
    void handIn(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        FailedRecord failed = new FailedRecord(
                event.record(),
                stage,
                failure,
                operation(event),
                event.destination().name(),
                attempts,
                firstFailedAt,
                time.millis());
        handedIn.add(new HandedIn(failed, new Slip(event.origin(), event, event.bytes())));
    }

    /** No event can be made of a record. Task thread. */
    void handIn(SinkRecord record, Origin origin, Failure failure) {
        long now = time.millis();
        FailedRecord failed = new FailedRecord(record, Stage.DECODE, failure, null, null, 0, now, now);
        handedIn.add(new HandedIn(failed, new Slip(origin, null, 0)));
    }

    /**
     * Sends what was handed in and settles what is safe.
     *
     * @throws RecordFailedException if there is no dead-letter destination
     * @throws io.millrace.dlq.LetterRefusedException if no destination can ever take a letter
     */
    void pump() {
        for (HandedIn next = handedIn.poll(); next != null; next = handedIn.poll()) {
            send(next);
        }
        if (letters != null) {
            letters.poll(this::safe);
        }
    }

    private void send(HandedIn next) {
        if (next.slip.origin.source().isRevoked()) {
            release(next.slip);
            metrics.revoked(1);
            return;
        }
        if (letters == null) {
            throw new RecordFailedException(next.failed);
        }
        Coordinates coordinates = next.failed.coordinates();
        LOG.debug(
                "{} becomes a dead letter: {}",
                coordinates,
                next.failed.failure().message());
        letters.send(next.failed, next.slip);
    }

    private void safe(Slip slip) {
        ledger.settle(slip.origin);
        release(slip);
        if (slip.event == null) {
            metrics.undecodableFinished();
        } else {
            metrics.finished(slip.event, SinkMetrics.Result.DEAD_LETTERED, time.millis());
        }
    }

    private void release(Slip slip) {
        inFlight.release(slip.bytes);
    }

    /** Whether any letter is not safe yet. */
    boolean isBusy() {
        return !handedIn.isEmpty() || (letters != null && letters.pending() > 0);
    }

    /** Whether letters wait because no destination takes them. */
    boolean isBlocked() {
        return letters != null && letters.waiting() > 0;
    }

    /** Letters on their way. */
    int pending() {
        return letters == null ? 0 : letters.pending();
    }

    /** Letters that no destination takes. */
    int waiting() {
        return letters == null ? 0 : letters.waiting();
    }

    void close() {
        if (letters != null) {
            letters.close();
        }
    }

    private static String operation(ChangeEvent event) {
        if (event instanceof Delete) {
            return "DELETE";
        }
        return event instanceof Truncate ? "TRUNCATE" : "UPSERT";
    }

    private record HandedIn(FailedRecord failed, Slip slip) {}
}
