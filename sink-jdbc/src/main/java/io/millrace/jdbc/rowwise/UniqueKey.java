/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.util.Set;

/**
 * A primary key or unique index. Immutable.
 *
 * @param name of the index
 * @param columns as the database spells them; empty if it is not made of whole columns alone
 */
public record UniqueKey(String name, Set<String> columns) {
    /** What some databases call every table's primary key. */
    static final String PRIMARY = "PRIMARY";

    public UniqueKey {
        columns = Set.copyOf(columns);
    }
}
