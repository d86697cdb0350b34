/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What has become of a letter. */
public enum LetterStatus {
    /** Its record failed and may be replayed. */
    OPEN,
    /** Its record did not fail but waits for one of its key that did. */
    PARKED,
    /**
     * Its record has been applied by a plan, and the audit may not say so yet. Only where the ledger is committed together
     * with rows; whoever finds it tells.
     */
    APPLIED,
    /** Its record has been applied by a plan. */
    REPLAYED,
    /** The target has something newer of its key. */
    SUPERSEDED,
    /** Somebody decided that its record is never to be applied. */
    DISCARDED,
    /** Another letter with a record that was put right stands in its place. */
    EDITED,
    /** The letter itself, or the record it refers to, is gone. */
    LOST_PAYLOAD;

    /** Whether its record is still to be applied. */
    public boolean isOpen() {
        return this == OPEN || this == PARKED;
    }
}
