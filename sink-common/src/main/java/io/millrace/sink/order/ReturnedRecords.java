/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.sink.order.OrderLanes.Purpose;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.time.TimeSource;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Records that come again although they have letters, where no order is kept: the letter stands for its record, or the change
 * would be there twice. So none of them is written; it is tried without changing anything, to tell what is
 * wrong with it by now. Confined to the task thread.
 */
final class ReturnedRecords {
    private final OrderPolicies policies;
    private final Decisions decisions;
    private final OrderLanes lanes;
    private final LetterWriting writing;
    private final Turns turns;
    private final TimeSource time;
    private final Map<ChangeEvent, Item.Live> tried = new IdentityHashMap<>();

    ReturnedRecords(
            OrderPolicies policies,
            Decisions decisions,
            OrderLanes lanes,
            LetterWriting writing,
            Turns turns,
            TimeSource time) {
        this.policies = policies;
        this.decisions = decisions;
        this.lanes = lanes;
        this.writing = writing;
        this.turns = turns;
        this.time = time;
    }

    /** Whether the letter of an event's record stands for it; then the event comes to its end here. */
    boolean take(ChangeEvent event) {
        if (decisions.isEmpty()) {
            return false;
        }
        LetterEntry letter = decisions.of(event.origin());
        if (letter == null || letter.identity() != null || !policies.standAlone(event.destination())) {
            return false;
        }
        Item.Live item = new Item.Live(event);
        turns.begun();
        if (!writing.isDecided(item)) {
            tried.put(event, item);
            lanes.offer(Purpose.REHEARSAL, event);
        }
        return true;
    }

    /** A lane has answered. Returns whether that was about one of these. */
    boolean answered(OrderLanes.Answer answer) {
        ChangeEvent event = answer.event();
        Item.Live item = tried.remove(event);
        if (item == null) {
            return false;
        }
        FailedRecord failed = answer.failed();
        if (event.origin().source().isRevoked() || (answer.result() == null && failed == null)) {
            turns.lost(item);
        } else if (!writing.isDecided(item)) {
            // Whether its letter was written before, only the topic knows.
            writing.sendAgain(item, failed == null ? LetterCauses.again(event, time.millis()) : failed);
        }
        return true;
    }
}
