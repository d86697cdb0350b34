/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.SchemaEvolution;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans and keeps them: asks the catalogue when a shape comes for the first time, and never again until something
 * has gone wrong. Confined to its lane.
 */
final class Planner {
    private static final int MOST_PLANS = 1_000;
    private static final RowShape NONE = new RowShape("none", List.of());

    private final LaneConnection connection;
    private final InsertMode mode;
    private final SchemaEvolution evolution;
    private final FieldEncoders encoders = new FieldEncoders();
    private final Map<Destination, PgTable> tables = new HashMap<>();
    private final Map<PlanKey, TablePlan> plans = new HashMap<>();
    private @Nullable PlanKey lastKey;
    private @Nullable TablePlan last;

    /** What a plan depends on; shapes are compared by identity. */
    private record PlanKey(Destination destination, RowShape row, RowShape key) {
        boolean is(Destination otherDestination, RowShape otherRow, RowShape otherKey) {
            return destination == otherDestination && row == otherRow && key == otherKey;
        }
    }

    Planner(LaneConnection connection, JdbcSettings settings) {
        this.connection = connection;
        this.mode = settings.insertMode();
        this.evolution = settings.evolution();
    }

    /**
     * The plan for an upsert or a delete.
     *
     * @throws PlanException if no event of this shape can be written to the table
     * @throws SQLException if the catalogue cannot be asked
     */
    TablePlan plan(ChangeEvent event) throws SQLException, PlanException {
        RowShape row = event instanceof Upsert upsert ? upsert.row().shape() : NONE;
        RowKey rowKey = event.key();
        RowShape key = rowKey == null ? NONE : rowKey.row().shape();
        TablePlan known = last;
        if (known != null && lastKey != null && lastKey.is(event.destination(), row, key)) {
            return known;
        }
        PlanKey planKey = new PlanKey(event.destination(), row, key);
        TablePlan plan = plans.get(planKey);
        if (plan == null) {
            if (plans.size() >= MOST_PLANS) {
                plans.clear();
            }
            try {
                plan = make(planKey);
            } finally {
                // Nothing has been written yet, and the transaction in which the catalogue was read must not stay open.
                connection.rollback();
            }
            plans.put(planKey, plan);
        }
        last = plan;
        lastKey = planKey;
        return plan;
    }

    private TablePlan make(PlanKey planKey) throws SQLException, PlanException {
        boolean delete = planKey.row == NONE;
        List<Column> key = planKey.key.columns();
        List<Column> others = new ArrayList<>();
        for (Column column : planKey.row.columns()) {
            if (planKey.key.position(column.name()) < 0) {
                others.add(column);
            }
        }
        PgTable table = table(planKey.destination, key, others, delete);
        List<PlannedField> fields = new ArrayList<>();
        for (Column column : key) {
            fields.add(field(table, column, true, planKey.key.position(column.name())));
        }
        for (Column column : others) {
            PgColumn target = table.column(column.name());
            if (target == null || !target.generated()) {
                fields.add(field(table, column, false, planKey.row.position(column.name())));
            }
        }
        return delete ? deletePlan(table, fields) : writePlan(table, fields, key);
    }

    private static TablePlan deletePlan(PgTable table, List<PlannedField> key) throws PlanException {
        if (key.isEmpty()) {
            throw new PlanException(
                    "no-key", "a delete from table '" + table.name() + "' needs a key, and there is none");
        }
        return new TablePlan(table, key, key.size(), Sql.delete(table, key), null);
    }

    private TablePlan writePlan(PgTable table, List<PlannedField> fields, List<Column> key) throws PlanException {
        boolean upsert = mode == InsertMode.UPSERT;
        if (upsert) {
            requireUnique(table, key);
        }
        return new TablePlan(
                table,
                fields,
                key.size(),
                Sql.insert(table, fields, key.size(), upsert),
                !upsert || key.size() == fields.size() ? null : Sql.update(table, fields, key.size()));
    }

    private static void requireUnique(PgTable table, List<Column> key) throws PlanException {
        Set<String> names = new HashSet<>();
        key.forEach(column -> names.add(column.name()));
        if (!table.isUnique(names)) {
            throw new PlanException(
                    "key-not-unique",
                    "an upsert into table '" + table.name() + "' needs a primary key or a unique index on exactly "
                            + names + "; it has " + table.uniqueKeys()
                            + ". Create one, or change 'key.source' or 'key.fields'");
        }
    }

    private PlannedField field(PgTable table, Column source, boolean fromKey, int position) throws PlanException {
        PgColumn target = table.column(source.name());
        if (target == null) {
            throw new PlanException(
                    "unknown-column", "table '" + table.name() + "' has no column '" + source.name() + "'");
        }
        Field field = new Field(source, table.name(), target);
        Binding binding = encoders.binding(field);
        if (binding == null) {
            throw new PlanException("impossible-type", field.describe() + "; change the column's type");
        }
        return new PlannedField(target.name(), fromKey, position, binding);
    }

    private PgTable table(Destination destination, List<Column> key, List<Column> others, boolean delete)
            throws SQLException, PlanException {
        PgTable table = tables.get(destination);
        if (table == null) {
            table = Catalogue.read(connection.open(), TableName.parse(destination.name()));
        }
        if (table == null) {
            table = create(destination, key, others, delete);
        }
        List<Column> missing = missing(table, key, others);
        if (!missing.isEmpty()) {
            table = extend(table, missing);
        }
        tables.put(destination, table);
        return table;
    }

    private PgTable create(Destination destination, List<Column> key, List<Column> others, boolean delete)
            throws SQLException, PlanException {
        TableName name = TableName.parse(destination.name());
        if (evolution == SchemaEvolution.NONE) {
            throw new PlanException(
                    "no-table",
                    "table '" + name + "' does not exist, or the user may not see it; create it, or set"
                            + " 'schema.evolution' to 'add'");
        }
        if (delete) {
            throw new PlanException(
                    "no-table",
                    "table '" + name + "' does not exist, and a delete does not tell what its columns are; create it");
        }
        TableCreator.createTable(connection.open(), name, key, others);
        return reread(name);
    }

    private PgTable extend(PgTable table, List<Column> missing) throws SQLException, PlanException {
        if (evolution == SchemaEvolution.NONE) {
            throw new PlanException(
                    "unknown-column",
                    "table '" + table.name() + "' has no column "
                            + missing.stream().map(Column::name).toList()
                            + "; add it, leave the field out of the events, or set 'schema.evolution' to 'add'");
        }
        TableCreator.addColumns(connection.open(), table.name(), missing);
        connection.forgetStatements();
        return reread(table.name());
    }

    private PgTable reread(TableName name) throws SQLException, PlanException {
        PgTable table = Catalogue.read(connection.open(), name);
        if (table == null) {
            throw new PlanException("no-table", "table '" + name + "' was created and is not visible to the user");
        }
        return table;
    }

    private static List<Column> missing(PgTable table, List<Column> key, List<Column> others) {
        List<Column> missing = new ArrayList<>();
        for (Column column : key) {
            if (table.column(column.name()) == null) {
                missing.add(column);
            }
        }
        for (Column column : others) {
            if (table.column(column.name()) == null) {
                missing.add(column);
            }
        }
        return missing;
    }

    /** Forgets every plan and the connection: neither may be any more what it was. */
    void forget() {
        tables.clear();
        plans.clear();
        last = null;
        lastKey = null;
        connection.discard();
    }
}
