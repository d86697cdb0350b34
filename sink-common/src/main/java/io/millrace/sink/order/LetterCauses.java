/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.sink.record.ChangeEvent;
import org.jspecify.annotations.Nullable;

/** Says why records become letters. Stateless. */
final class LetterCauses {
    private LetterCauses() {}

    /** A lane could not write an event. */
    static FailedRecord failed(
            ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt, long now) {
        return new FailedRecord(
                event.record(),
                stage,
                failure,
                ChangeOperations.name(event),
                event.destination().name(),
                attempts,
                firstFailedAt,
                now);
    }

    /** An event must wait for an older one of its key. */
    static FailedRecord parked(ChangeEvent event, Place first, KeyIdentity identity, long now) {
        Failure waits = new Failure.Dependency(
                FailureCode.of("order", "parked"),
                "waits for the dead letter of " + first + ", which has its key",
                null);
        return new FailedRecord(
                event.record(),
                Stage.WRITE,
                waits,
                ChangeOperations.name(event),
                event.destination().name(),
                0,
                now,
                now,
                identity,
                true);
    }

    /** An event whose record had become a letter before has come again, and nothing would be wrong with it now. */
    static FailedRecord again(ChangeEvent event, long now) {
        Failure before = new Failure.Rejected(
                FailureCode.of("order", "again"),
                "has failed before, and can be written by now: replay the letter, which stands for its record",
                null);
        return failed(event, Stage.WRITE, before, 0, now, now);
    }

    /** There may be no more letters, and the task is to fail rather than to wait. */
    static FailedRecord tooMany(FailedRecord failed, @Nullable KeySequence sequence, OrderSettings settings) {
        String what = sequence == null || sequence.letters() == 0
                ? "there are letters of " + settings.maxKeys() + " keys already ('dlq.order.max.keys')"
                : "its key has " + sequence.letters() + " letters already ('dlq.order.max.letters.per.key')";
        Failure failure = new Failure.Systemic(
                FailureCode.of("order", "too-many-letters"),
                what + ". Replay or discard them, raise the limit, or set 'dlq.order.overflow' to 'pause'. The record: "
                        + failed.failure().message(),
                failed.failure().cause());
        return new FailedRecord(
                failed.record(),
                failed.stage(),
                failure,
                failed.operation(),
                failed.destination(),
                failed.attempts(),
                failed.firstFailedAt(),
                failed.deadAt());
    }
}
