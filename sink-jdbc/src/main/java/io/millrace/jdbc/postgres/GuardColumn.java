/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.FieldVersion;
import io.millrace.jdbc.VersionGuard;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.TablePlan.From;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.RowShape;
import java.util.List;

/** Finds the column that says how new a row is. Stateless. */
final class GuardColumn {
    private GuardColumn() {}

    /** Where it is among the fields, or {@link Sql#NO_GUARD} if events come in order or these do not tell. */
    static int of(Demand demand, List<PlannedField> fields) throws PlanException {
        VersionGuard guard = demand.settings().version().orElse(null);
        RowShape row = demand.row();
        if (guard == null) {
            return Sql.NO_GUARD;
        }
        if (guard.by() != VersionGuard.By.FIELD) {
            return index(fields, From.EVENT, demand.metadata().size() - 1);
        }
        if (row == null) {
            return Sql.NO_GUARD;
        }
        int inKey = demand.key().position(guard.name());
        return inKey >= 0
                ? index(fields, From.KEY, inKey)
                : index(fields, From.ROW, position(demand, row, guard.name()));
    }

    private static int position(Demand demand, RowShape row, String field) throws PlanException {
        int position = row.position(field);
        if (position < 0) {
            throw new PlanException(
                    "no-version-field",
                    "events for table '" + demand.table() + "' have no field '" + field
                            + "', which 'version.guard' names");
        }
        ColumnType type = row.column(position).type();
        if (!FieldVersion.reads(type)) {
            throw new PlanException(
                    "version-type",
                    "field '" + field + "' (" + type.describe() + ") of the events for table '" + demand.table()
                            + "' cannot be a 'version.guard': that takes an integer, a date or a timestamp");
        }
        return position;
    }

    private static int index(List<PlannedField> fields, From from, int position) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).from() == from && fields.get(i).position() == position) {
                return i;
            }
        }
        throw new IllegalStateException("The version is a column like any other, and is not among " + fields);
    }
}
