/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.TableSettings;
import io.millrace.jdbc.Tables;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanCache;
import io.millrace.jdbc.batch.PlanCache.Subject;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.Plans;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.FieldEncoders;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans and keeps them: asks the catalogue when a shape comes for the first time, and never again until something
 * has gone wrong. Confined to its lane.
 */
final class Planner implements Plans<TablePlan> {
    private static final int MOST_TABLES = 1_000;

    private final LaneConnection connection;
    private final Tables settings;
    private final FieldEncoders encoders = new FieldEncoders();
    private final SchemaChanger changer;
    private final PlanMaker maker;
    private final Map<Destination, PgTable> tables = new HashMap<>();
    private final PlanCache<TablePlan> plans = new PlanCache<>(this::make);

    Planner(LaneConnection connection, JdbcSettings settings) {
        this.connection = connection;
        this.settings = settings.tables();
        this.changer = new SchemaChanger(connection, settings.ddl(), encoders);
        this.maker = new PlanMaker(settings.copyFrom() > 0);
    }

    @Override
    public TablePlan plan(ChangeEvent event) throws SQLException, PlanException {
        return plans.plan(event);
    }

    private TablePlan make(Subject subject) throws SQLException, PlanException {
        if (tables.size() >= MOST_TABLES) {
            tables.clear();
        }
        try {
            return makeInTransaction(subject);
        } finally {
            // Nothing has been written yet, and the transaction in which the catalogue was read must not stay open.
            connection.rollback();
        }
    }

    private TablePlan makeInTransaction(Subject subject) throws SQLException, PlanException {
        TableSettings of = settings.of(subject.destination());
        Demand demand = Demand.of(
                TableName.parse(subject.destination().name()),
                subject.key(),
                subject.isDelete() ? null : subject.row(),
                of);
        demand.requireDistinct();
        PgTable known = tables.get(subject.destination());
        Fit fit = known == null ? null : Fit.of(known, demand, encoders);
        if (fit == null || !fit.isPerfect()) {
            // Somebody may have changed the table since it was looked at.
            PgTable table = fitting(Catalogue.read(connection.open(), demand.table()), demand);
            tables.put(subject.destination(), table);
            fit = Fit.of(table, demand, encoders);
        }
        fit.requireNoMisfits();
        return maker.plan(fit, demand);
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
        plans.forget();
        connection.discard();
    }
}
