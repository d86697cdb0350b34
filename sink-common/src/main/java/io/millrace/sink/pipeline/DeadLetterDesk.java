/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.order.ChangeOperations;
import io.millrace.sink.order.OrderDesk;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Undecodable;
import io.millrace.sink.time.TimeSource;
import java.util.Objects;
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
    private final OrderPolicies policies;
    private final OffsetLedger ledger;
    private final InFlightBytes inFlight;
    private final SinkMetrics metrics;
    private final TimeSource time;
    private final ConcurrentLinkedQueue<HandedIn> handedIn = new ConcurrentLinkedQueue<>();
    private @Nullable OrderDesk order;

    /**
     * @param letters where letters go, or {@code null} if records that cannot be written fail the task
     * @param policies tells where there are no letters
     */
    DeadLetterDesk(
            @Nullable DeadLetterQueue<Slip> letters,
            OrderPolicies policies,
            OffsetLedger ledger,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            TimeSource time) {
        this.letters = letters;
        this.policies = policies;
        this.ledger = ledger;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.time = time;
    }

    /** Lets somebody else decide what becomes of letters and of what comes after them. */
    void leaveTo(OrderDesk desk) {
        order = desk;
    }

    /** An event can never be written. Any thread. Returns whether its key is shut out from now on. */
    boolean handIn(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
        FailedRecord failed = new FailedRecord(
                event.record(),
                stage,
                failure,
                ChangeOperations.name(event),
                event.destination().name(),
                attempts,
                firstFailedAt,
                time.millis());
        OrderDesk desk = order;
        boolean halt = policies.of(event.destination()) == OrderPolicy.HALT;
        if (desk != null) {
            return desk.dead(event, failed);
        }
        handedIn.add(new HandedIn(failed, event.origin(), event, halt));
        return false;
    }

    /** No event can be made of a record. Task thread. */
    void handIn(SinkRecord record, Origin origin, Undecodable undecodable) {
        long now = time.millis();
        FailedRecord failed = new FailedRecord(record, Stage.DECODE, undecodable.failure(), null, null, 0, now, now);
        OrderDesk desk = order;
        boolean halt = policies.of(undecodable.destination()) == OrderPolicy.HALT;
        if (desk != null) {
            desk.undecodable(origin, failed, undecodable.destination(), undecodable.key());
        } else {
            handedIn.add(new HandedIn(failed, origin, null, halt));
        }
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
            letters.poll(slip -> slip.safe.run());
        }
    }

    private void send(HandedIn next) {
        if (next.origin.source().isRevoked()) {
            release(next);
            metrics.revoked(1);
            return;
        }
        if (letters == null || next.halt) {
            throw new RecordFailedException(next.failed);
        }
        send(next.failed, () -> safe(next));
    }

    /** Starts to send a letter; {@code safe} happens when it is. Only where there are letters. */
    void send(FailedRecord failed, Runnable safe) {
        LOG.debug(
                "{} becomes a dead letter: {}",
                failed.coordinates(),
                failed.failure().message());
        Objects.requireNonNull(letters, "whoever keeps order has letters")
                .send(failed, new Slip(() -> safe(failed, safe)));
    }

    private void safe(FailedRecord failed, Runnable then) {
        metrics.letterGroups().written(failed);
        then.run();
    }

    private void safe(HandedIn letter) {
        ledger.settle(letter.origin);
        release(letter);
        if (letter.event == null) {
            metrics.undecodableFinished();
        } else {
            metrics.finished(letter.event, SinkMetrics.Result.DEAD_LETTERED, time.millis());
        }
    }

    private void release(HandedIn letter) {
        inFlight.release(letter.event == null ? 0 : letter.event.bytes());
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

    /** @param halt whether there is to be no letter */
    private record HandedIn(FailedRecord failed, Origin origin, @Nullable ChangeEvent event, boolean halt) {}
}
