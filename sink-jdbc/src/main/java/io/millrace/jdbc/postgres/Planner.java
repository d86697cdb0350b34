/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.TableSettings;
import io.millrace.jdbc.Tables;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.FieldEncoders;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans and keeps them: asks the catalogue when a shape comes for the first time, and never again until something
 * has gone wrong. Confined to its lane.
 */
final class Planner {
    private static final int MOST_PLANS = 1_000;
    private static final RowShape NONE = new RowShape("none", List.of());

    private final LaneConnection connection;
    private final Tables settings;
    private final FieldEncoders encoders = new FieldEncoders();
    private final SchemaChanger changer;
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
        this.settings = settings.tables();
        this.changer = new SchemaChanger(connection, settings.ddl(), encoders);
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
                tables.clear();
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
        TableSettings of = settings.of(planKey.destination);
        Demand demand = Demand.of(
                TableName.parse(planKey.destination.name()), planKey.key, planKey.row == NONE ? null : planKey.row, of);
        demand.requireDistinct();
        PgTable known = tables.get(planKey.destination);
        Fit fit = known == null ? null : Fit.of(known, demand, encoders);
        if (fit == null || !fit.isPerfect()) {
            // Somebody may have changed the table since it was looked at.
            PgTable table = fitting(Catalogue.read(connection.open(), demand.table()), demand);
            tables.put(planKey.destination, table);
            fit = Fit.of(table, demand, encoders);
        }
        fit.requireNoMisfits();
        return PlanMaker.plan(fit, demand);
    }

    private PgTable fitting(@Nullable PgTable table, Demand demand) throws SQLException, PlanException {
        if (table == null) {
            if (!demand.settings().evolution().adds()) {
                throw new PlanException(
                        "no-table",
                        "table '" + demand.table() + "' does not exist, or the user may not see it; create it, or set"
                                + " 'schema.evolution' to 'add'");
            }
            return changer.change(null, demand);
        }
        Fit fit = Fit.of(table, demand, encoders);
        fit.requireNoMisfits();
        return fit.needsChange() ? changer.change(table, demand) : table;
    }

    /**
     * SQL that empties a table, or marks all of its rows.
     *
     * @throws PlanException if there is no such table
     */
    String truncate(Destination destination) throws SQLException, PlanException {
        TableName name = TableName.parse(destination.name());
        PgTable table = Catalogue.read(connection.open(), name);
        if (table == null) {
            throw new PlanException("no-table", "table '" + name + "' does not exist, or the user may not see it");
        }
        TableSettings of = settings.of(destination);
        return of.softDelete().isPresent()
                ? Sql.updateAll(table.name(), Constants.truncated(table, of.softDelete()))
                : Sql.truncate(table.name());
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
