/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Origin;
import org.jspecify.annotations.Nullable;

/** Something that happens to a key with letters, in the order of its kind. Immutable. */
sealed interface Item {
    /** Where its record came from. */
    Origin origin();

    /** Bytes that the task holds for it. */
    long bytes();

    /** A record can never be written. Without an event it could not be decoded. */
    record Died(Origin origin, @Nullable ChangeEvent event, @Nullable Destination destination, FailedRecord failed)
            implements Item {
        Died(ChangeEvent event, FailedRecord failed) {
            this(event.origin(), event, event.destination(), failed);
        }

        @Override
        public long bytes() {
            return event == null ? 0 : event.bytes();
        }
    }

    /**
     * Somebody wants something done with a letter.
     *
     * @param event what is to be applied or tried, if anything is
     * @param failure why there is no event, if there should be one
     * @param better the letter that is to take its place, if one is
     */
    record Wanted(
            Plan plan,
            LetterEntry letter,
            @Nullable ChangeEvent event,
            Origin origin,
            @Nullable Failure failure,
            @Nullable DeadLetter better)
            implements Item {
        @Override
        public long bytes() {
            return event == null ? 0 : event.bytes();
        }
    }

    /** A record of the stream. */
    record Live(ChangeEvent event) implements Item {
        @Override
        public Origin origin() {
            return event.origin();
        }

        @Override
        public long bytes() {
            return event.bytes();
        }
    }
}
