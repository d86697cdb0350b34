/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/** What may be done to tables that do not fit: the values of {@code schema.evolution}. */
public enum SchemaEvolution {
    /** Nothing: tables are the operator's. */
    NONE,
    /** Missing tables are created and missing columns added. */
    ADD
}
