/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/**
 * Where progress is kept for exactly-once delivery. Immutable.
 *
 * @param connector name under which it is kept
 * @param table {@code table} or {@code schema.table}
 * @param create whether the table is created if it is missing
 * @param sourcePositions whether it also says how far the sources have come
 */
public record LedgerSettings(String connector, String table, boolean create, boolean sourcePositions) {}
