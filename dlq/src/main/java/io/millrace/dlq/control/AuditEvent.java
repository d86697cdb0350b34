/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What has been done. */
public enum AuditEvent {
    /** A task has begun with a plan. */
    STARTED,
    /** How far a task is with a plan. */
    PROGRESS,
    /** A letter has been applied; in a dry run: could be, as far as can be said. */
    REPLAYED,
    /** A letter could not be applied. */
    FAILED,
    /** A letter was not applied, because the target has something newer. */
    STALE,
    /** A letter has been given up. */
    DISCARDED,
    /** A letter has been put right. */
    EDITED,
    /** A key has no open letters any more. */
    RELEASED,
    /** A plan has been paused. */
    PAUSED,
    /** A plan goes on. */
    RESUMED,
    /** A plan has been ended before it was done. */
    CANCELLED,
    /** A plan has stopped by itself: too much failed. */
    STOPPED,
    /** A task has done its part of a plan. */
    DONE
}
