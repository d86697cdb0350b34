/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/** How often a record takes effect when a task, a connection or the database fails: the values of {@code delivery}. */
public enum Delivery {
    /** At least once. With upserts and deletes by key, a repetition ends in the same state. */
    AT_LEAST_ONCE,
    /** Exactly once: progress is committed together with the rows. */
    EXACTLY_ONCE
}
