/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/** Why a batch for a partition was not committed although nothing is wrong with it. */
public enum Disowned {
    /** Somebody else has taken the partition over: this task has lost it and does not know yet. */
    TAKEN_OVER,
    /**
     * The target knows less than it has acknowledged: it was restored, or another server that had not heard of everything
     * took its place. The partition must be taken over anew and goes on from what the target knows.
     */
    TARGET_WENT_BACK
}
