/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/** What an upsert event does to a table: the values of {@code insert.mode}. */
public enum InsertMode {
    /** Creates the row with the event's key, or replaces its columns. */
    UPSERT,
    /** Always creates a row. */
    INSERT,
    /** Creates the row with the event's key; one that is there already stays as it is. */
    INSERT_IGNORE,
    /** Replaces the columns of the row with the event's key; where there is none, nothing happens. */
    UPDATE;

    /** Whether events may create rows. */
    public boolean creates() {
        return this != UPDATE;
    }

    /** Whether events cannot do without a key. */
    public boolean needsKeys() {
        return this == UPSERT || this == UPDATE;
    }
}
