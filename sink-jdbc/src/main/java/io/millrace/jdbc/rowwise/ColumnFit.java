/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.record.Column;
import java.util.ArrayList;
import java.util.List;

/** How columns that are there fit events of one shape. Stateless but for its dialect; confined to its lane. */
final class ColumnFit {
    private final Dialect dialect;

    ColumnFit(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What is to be changed so that every event fits; empty if nothing is, or can be. */
    List<ColumnChange> changes(TargetTable table, List<Column> key, List<Column> others) {
        List<ColumnChange> changes = new ArrayList<>();
        for (Column column : key) {
            add(table, column, true, changes);
        }
        for (Column column : others) {
            add(table, column, false, changes);
        }
        return changes;
    }

    private void add(TargetTable table, Column column, boolean key, List<ColumnChange> changes) {
        TargetColumn target = table.column(column.name());
        if (target == null || target.generated()) {
            return;
        }
        String wider = dialect.widerType(target, column.type());
        boolean refusesNull = !key && column.optional() && !target.nullable() && !table.isPrimary(target.name());
        if (wider != null || refusesNull) {
            changes.add(new ColumnChange(target, wider, refusesNull));
        }
    }

    /** @throws PlanException if some events would not fit, with everything that is wrong in its message */
    static void requireAll(TargetTable table, List<Column> others) throws PlanException {
        List<String> problems = new ArrayList<>();
        for (Column column : others) {
            TargetColumn target = table.column(column.name());
            if (target != null && target.generated()) {
                problems.add("'" + column.name() + "' would be written to column '" + target.name()
                        + "', which the database computes; leave it out with 'fields.exclude'");
            } else if (target != null && column.optional() && !target.nullable()) {
                problems.add("'" + column.name() + "' may be NULL, which column '" + target.name()
                        + "' does not allow; drop its NOT NULL");
            }
        }
        if (!problems.isEmpty()) {
            throw new PlanException(
                    "does-not-fit",
                    "table '" + table.name() + "' does not fit its events: " + String.join("; ", problems));
        }
    }
}
