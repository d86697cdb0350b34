/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

/**
 * What a failure means for the stream. The name is stable: it is a metric tag and the value of the {@code dl.class}
 * header.
 */
public enum FailureClass {
    /** May succeed as it is: retried with back-off. */
    TRANSIENT,
    /** Nobody can write: the stream pauses and probes; never a dead letter. */
    TARGET_DOWN,
    /** Configuration or schema is wrong: the task stops, loudly. */
    SYSTEMIC,
    /** This record can never be written: it is dead-lettered and the stream goes on. */
    RECORD,
    /** Something else must come first: held for a bounded time, then {@link #RECORD}. */
    DEPENDENCY,
    /** The target already has something newer: a success, counted. */
    STALE
}
