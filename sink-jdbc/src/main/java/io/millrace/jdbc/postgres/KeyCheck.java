/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.sink.config.Definitions;
import java.util.Set;

/** Looks whether rows of a table can be found by their key when they are created. Stateless. */
final class KeyCheck {
    private KeyCheck() {}

    /** @param key columns of the key, as the table spells them */
    static void check(PgTable table, Set<String> key, InsertMode mode, Misfits misfits) {
        boolean conflicts = mode == InsertMode.UPSERT || (mode == InsertMode.INSERT_IGNORE && !key.isEmpty());
        // A view has no indexes of its own: the database will look at those of its table.
        if (!conflicts || table.kind() == PgTable.Kind.VIEW) {
            return;
        }
        String name = Definitions.name(mode);
        if (table.kind() == PgTable.Kind.FOREIGN) {
            misfits.add(
                    "foreign-table",
                    "'" + table.name()
                            + "' is a foreign table, which knows no ON CONFLICT, so 'insert.mode' cannot be '" + name
                            + "'; use 'insert' or 'update', or write to its own server");
        } else if (!table.isUnique(key)) {
            misfits.add("key-not-unique", notUnique(table, name, key));
        }
    }

    private static String notUnique(PgTable table, String mode, Set<String> key) {
        String message = "'insert.mode' '" + mode + "' into table '" + table.name()
                + "' needs a primary key or a unique index on exactly " + key + "; it has " + table.uniqueKeys();
        return table.partitionKey() == null
                ? message + ". Create one, or change 'key.source' or 'key.fields'"
                : message + ". It is partitioned by " + table.partitionKey()
                        + ", and a unique index of a partitioned table must hold those columns: so must the key; list them"
                        + " in 'key.fields', with 'key.source' 'record_value' if the record's key lacks them";
    }
}
