/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterKind;
import org.jspecify.annotations.Nullable;

/**
 * A letter and what is known of it. Immutable.
 *
 * @param letter as it stands on the topic
 * @param partition partition of the letters topic
 * @param offset offset in that partition
 * @param entry what the ledger says, or {@code null} if it says nothing
 */
record StoredLetter(DeadLetter letter, int partition, long offset, @Nullable LetterEntry entry) {
    /** What has become of it. A letter that the ledger does not know is open. */
    LetterStatus status() {
        if (entry != null) {
            return entry.status();
        }
        return letter.kind() == LetterKind.PARKED ? LetterStatus.PARKED : LetterStatus.OPEN;
    }

    /** The same without the record. */
    StoredLetter summary() {
        return new StoredLetter(letter.summary(), partition, offset, entry);
    }

    String target() {
        String target = letter.destination();
        return target == null ? "" : target;
    }
}
