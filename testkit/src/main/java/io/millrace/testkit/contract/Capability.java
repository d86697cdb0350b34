/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

/** What a target may or may not be able to do. The contract tests hold it to its word both ways. */
public enum Capability {
    /** Rows are kept, one per key: what is read back is the current state as it is and not a log of changes. */
    KEEPS_ROWS,
    /**
     * Columns that the source left out keep the value they have at the target. With rows, a part whose row is not there
     * waits for it; a log keeps it as it is, and says what it lacks.
     */
    PARTIAL_ROWS,
    /** Some rows are refused by the target itself, such as those that break a constraint. */
    REFUSES_ROWS,
    /** A dry run finds out what the target itself refuses. */
    REHEARSES,
    /** An event that is older than what its row has seen changes nothing. */
    STALE_GUARD,
    /** A destination can be emptied. */
    TRUNCATE,
    /** Records without schema can be written. */
    SCHEMALESS
}
