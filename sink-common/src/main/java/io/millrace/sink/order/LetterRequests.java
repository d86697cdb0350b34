/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Postponed;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Undecodable;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes of a letter what is to be done with it. Confined to the task thread. */
final class LetterRequests {
    private final OrderPolicies policies;
    private final Replaying replaying;
    private final Identities identities;

    LetterRequests(OrderPolicies policies, Replaying replaying, Identities identities) {
        this.policies = policies;
        this.replaying = replaying;
        this.identities = identities;
    }

    Item.Wanted request(Plan plan, LetterEntry letter, DeadLetter found, SourcePartition source) {
        Origin origin = new Origin(source, letter.offset(), Origin.NO_TIMESTAMP);
        Edit edit = plan.command().editOf(letter.id());
        DeadLetter better = edit == null ? null : edited(found, edit, letter.revision() + 1);
        if (plan.action() == Action.DISCARD || (better != null && !plan.isDry())) {
            return new Item.Wanted(plan, letter, null, origin, null, better);
        }
        Decoded decoded = decode(better == null ? found : better, source);
        if (!(decoded instanceof ChangeEvent event)) {
            return new Item.Wanted(plan, letter, null, origin, failureOf(decoded), better);
        }
        Failure strange = letter.identity() == null ? unordered(event) : otherKey(letter, event);
        return new Item.Wanted(plan, letter, strange == null ? event : null, origin, strange, better);
    }

    private static DeadLetter edited(DeadLetter found, Edit edit, int revision) {
        byte[] key = edit.key() == null ? found.record().key() : edit.key();
        PayloadFidelity fidelity = found.record().fidelity();
        RecordBytes better = new RecordBytes(
                key,
                edit.value(),
                found.record().headers(),
                fidelity == PayloadFidelity.REFERENCE ? PayloadFidelity.ORIGINAL : fidelity);
        return found.edited(better, revision);
    }

    /** Why there is no event; {@code null} if the record asks for nothing. */
    private static @Nullable Failure failureOf(Decoded decoded) {
        if (decoded instanceof Postponed postponed) {
            return postponed.why();
        }
        return decoded instanceof Undecodable undecodable ? undecodable.failure() : null;
    }

    private Decoded decode(DeadLetter found, SourcePartition source) {
        if (found.record().fidelity() == PayloadFidelity.REFERENCE) {
            return undecodable("no-payload", "the letter only refers to its record; edit it, or discard it");
        }
        try {
            SinkRecord record = replaying.access().restorer().restore(found);
            return replaying.decoder().decode(record, source);
        } catch (IllegalArgumentException e) {
            return undecodable("no-record", String.valueOf(e.getMessage()));
        }
    }

    private static Undecodable undecodable(String code, String message) {
        return new Undecodable(failure(code, message), null, null);
    }

    private @Nullable Failure otherKey(LetterEntry letter, ChangeEvent event) {
        return Objects.equals(identities.of(event.destination(), event.key()), letter.identity())
                ? null
                : failure("other-key", "the record has another key than its letter, so there is no order to keep to");
    }

    /** A letter without a key: nobody knows what came after it. */
    private @Nullable Failure unordered(ChangeEvent event) {
        if (policies.of(event.destination()) == OrderPolicy.NONE) {
            return failure(
                    "no-order",
                    "'dlq.order' is 'none' for its topic, so newer records of its key may have been applied; set it to 'any'"
                            + " if no change there can do harm to another, else to 'supersede' or 'park' for what fails from"
                            + " then on, and put this one right at its source");
        }
        return event.key() != null && policies.keepOrder(event.destination())
                ? failure(
                        "no-key", "its key was not known when it failed, so newer records of it may have been applied")
                : null;
    }

    private static Failure failure(String code, String message) {
        return new Failure.Rejected(FailureCode.of("replay", code), message, null);
    }
}
