/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Statements for one kind of a plan's groups. Immutable.
 *
 * @param arrays for rows that come as arrays
 * @param itself for rows that are copied to the table itself, or {@code null} if they must not be
 * @param staged for rows that are copied first, or {@code null} if they never are
 */
record KindPlan(RowsSql arrays, @Nullable CopyTarget itself, @Nullable Staged staged) {
    /**
     * What is done with rows, wherever they come from.
     *
     * @param write writes them
     * @param older finds those which are older than what the table has, or {@code null} if they come in order
     */
    record RowsSql(String write, @Nullable String older) {}

    /**
     * What is done with rows that are copied first.
     *
     * @param table where they are copied to
     */
    record Staged(StagingTable table, RowsSql sql) {}
}
