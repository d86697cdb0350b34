/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A temporary table that rows are copied to, for a statement to take them from there. It is empty when a transaction
 * begins. Immutable.
 *
 * @param name tells what the columns are, so that a table of this name is never one of other columns, not even where
 *     connections are shared
 * @param create makes it if it is not there
 * @param copy how rows get there
 */
record StagingTable(String name, String create, CopyTarget copy) implements RowRelation {
    /** For whole rows of a table. */
    static StagingTable ofRows(TableName target, List<PlannedField> fields, boolean numbered) {
        return of(target, fields, 0, numbered);
    }

    /** For parts of rows of a table. */
    static StagingTable ofParts(TableName target, List<PlannedField> fields, int keyColumns) {
        return of(target, fields, Sql.maskWords(fields.size() - keyColumns), true);
    }

    private static StagingTable of(TableName target, List<PlannedField> fields, int masks, boolean numbered) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add("f" + i + " " + fields.get(i).binding().wire().type());
        }
        for (int i = 0; i < masks; i++) {
            columns.add("m" + i + " int8");
        }
        if (numbered) {
            columns.add("ordinal int8");
        }
        byte[] meaning = (target.sql() + columns).getBytes(StandardCharsets.UTF_8);
        String name = "millrace_" + UUID.nameUUIDFromBytes(meaning).toString().replace("-", "");
        String create = "CREATE TEMPORARY TABLE IF NOT EXISTS " + sql(name) + " (" + String.join(", ", columns)
                + ") ON COMMIT DELETE ROWS";
        String copy = "COPY " + sql(name) + " FROM STDIN (FORMAT binary)";
        return new StagingTable(name, create, new CopyTarget(copy, columns.size(), masks, numbered));
    }

    /** The name in SQL: no permanent table is ever meant. */
    private static String sql(String name) {
        return "pg_temp." + TableName.quote(name);
    }

    static String drop(String name) {
        return "DROP TABLE IF EXISTS " + sql(name);
    }

    @Override
    public String rows() {
        return sql(name) + " AS u";
    }

    @Override
    public String numberedRows() {
        return rows();
    }

    @Override
    public String parts() {
        return rows();
    }
}
