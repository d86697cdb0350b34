/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/** What an upsert event does to a table: the values of {@code insert.mode}. */
public enum InsertMode {
    /** Creates the row with the event's key, or replaces its columns. */
    UPSERT,
    /** Always creates a row. */
    INSERT
}
