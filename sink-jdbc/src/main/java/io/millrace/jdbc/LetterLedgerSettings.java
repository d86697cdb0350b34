/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/**
 * Where the ledger of dead letters is kept in the database that is written to. Immutable.
 *
 * @param connector name under which it is kept
 * @param table {@code table} or {@code schema.table}
 * @param create whether the table is created if it is missing
 */
public record LetterLedgerSettings(String connector, String table, boolean create) {}
