/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/** What may be done to tables that do not fit: the values of {@code schema.evolution}. */
public enum SchemaEvolution {
    /** Nothing: tables are the operator's. */
    NONE,
    /** Nothing, and everything that could go wrong later is refused at first sight of a schema. */
    VALIDATE,
    /** Missing tables are created and missing columns added. */
    ADD,
    /** As {@link #ADD}; and columns are widened where nothing gets lost, and made nullable. */
    EVOLVE;

    /** Whether tables and columns are created. */
    public boolean adds() {
        return this == ADD || this == EVOLVE;
    }
}
