/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

/**
 * Where a statement finds the rows that it writes: a relation {@code u} with a column {@code f0}, {@code f1}... for each
 * field. Immutable.
 */
sealed interface RowRelation permits ArrayRelation, StagingTable {
    /** The fields, for {@code FROM}. */
    String rows();

    /** The fields and {@code ordinal}, which counts rows from 1. */
    String numberedRows();

    /** The fields, {@code m0}, {@code m1}... with a bit for each column that a row leaves out, and {@code ordinal}. */
    String parts();
}
