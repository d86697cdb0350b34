/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.FieldEncoder;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanCache;
import io.millrace.jdbc.batch.PlanCache.Subject;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.Plans;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.rowwise.RowPlan.Form;
import io.millrace.jdbc.rowwise.RowPlan.From;
import io.millrace.jdbc.rowwise.RowPlan.PlannedField;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.Destination;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes plans: asks the catalogue when a shape comes for the first time. Confined to its lane. */
final class RowPlanner implements Plans<RowPlan> {
    /** The protocols of several databases count a statement's parameters in 16 bits. */
    private static final int MOST_PARAMETERS = 65_535;

    private final LaneConnection connection;
    private final Dialect dialect;
    private final InsertMode mode;
    private final io.millrace.jdbc.Tables settings;
    private final Tables tables;
    private final TemporalForm temporals;
    private final Encoders encoders;
    private final PlanCache<RowPlan> plans = new PlanCache<>(this::make);

    RowPlanner(LaneConnection connection, Dialect dialect, JdbcSettings settings) {
        this.connection = connection;
        this.dialect = dialect;
        this.mode = settings.insertMode();
        this.settings = settings.tables();
        this.tables = new Tables(connection, dialect, settings);
        this.temporals = dialect.temporalForm();
        this.encoders = new Encoders(temporals, dialect.hasInfiniteFloats());
    }

    @Override
    public RowPlan plan(ChangeEvent event) throws SQLException, PlanException {
        return plans.plan(event);
    }

    /** What columns that mark deleted rows get from events of a destination; without columns if deletes end rows. */
    private Marks marks(Destination destination) {
        return new Marks(settings.of(destination).softDelete());
    }

    /** SQL that empties the table of a destination, or marks all of its rows. */
    String truncate(Destination destination) throws SQLException, PlanException {
        TargetTable table = tables.existing(destination);
        Marks marked = marks(destination);
        return marked.isEmpty()
                ? dialect.truncate(tables.sql(table))
                : marked.allDeleted(table, tables.sql(table), dialect);
    }

    private RowPlan make(Subject subject) throws SQLException, PlanException {
        try {
            return makeInTransaction(subject);
        } finally {
            // Nothing has been written yet, and the transaction in which the catalogue was read must not stay open.
            connection.rollback();
        }
    }

    private RowPlan makeInTransaction(Subject subject) throws SQLException, PlanException {
        List<Column> key = subject.key().columns();
        List<Column> others = subject.others();
        Marks marked = marks(subject.destination());
        marked.requireDistinct(TableName.parse(subject.destination().name()), key, others);
        List<Column> marking = marked.shape().columns();
        TargetTable table = tables.table(subject.destination(), key, others, marking, subject.isDelete());
        List<PlannedField> fields = new ArrayList<>();
        for (Column column : key) {
            fields.add(field(table, column, From.KEY, subject.key().position(column.name())));
        }
        for (Column column : others) {
            TargetColumn target = table.column(column.name());
            if (target == null || !target.generated()) {
                fields.add(field(table, column, From.ROW, subject.row().position(column.name())));
            }
        }
        for (Column column : marking) {
            fields.add(field(table, column, From.MARKS, marked.shape().position(column.name())));
        }
        return subject.isDelete()
                ? deletePlan(table, fields, key.size(), marked)
                : writePlan(table, fields, key.size(), marked);
    }

    private RowPlan deletePlan(TargetTable table, List<PlannedField> fields, int keyColumns, Marks marked)
            throws SQLException, PlanException {
        if (keyColumns == 0) {
            throw new PlanException(
                    "no-key", "a delete from table '" + table.name() + "' needs a key, and there is none");
        }
        RowSql sql = new RowSql(tables.sql(table), quoted(fields), keyColumns, null);
        return plan(table, fields, keyColumns, marked, Form.INSERT, sql);
    }

    private RowPlan writePlan(TargetTable table, List<PlannedField> fields, int keyColumns, Marks marked)
            throws SQLException, PlanException {
        Form form = Form.INSERT;
        String clause = null;
        switch (mode) {
            case UPSERT -> {
                requireUnique(table, fields.subList(0, keyColumns));
                clause = dialect.upsertClause(connection.open(), table, names(fields), keyColumns);
                form = clause == null ? Form.UPDATE_THEN_INSERT : Form.INSERT;
            }
            case INSERT_IGNORE -> {
                clause = dialect.ignoreClause(table, names(fields), keyColumns);
                form = clause == null ? Form.INSERT_MISSING : Form.INSERT;
            }
            case UPDATE -> form = Form.UPDATE;
            case INSERT -> {
                // Nothing but the insert.
            }
        }
        RowSql sql = new RowSql(tables.sql(table), quoted(fields), keyColumns, clause);
        return plan(table, fields, keyColumns, marked, form, sql);
    }

    private RowPlan plan(
            TargetTable table, List<PlannedField> fields, int keyColumns, Marks marked, Form form, RowSql sql)
            throws SQLException {
        int rows = Math.max(1, Math.min(dialect.mostRows(), MOST_PARAMETERS / fields.size()));
        long bytes = dialect.mostBytes(connection.open());
        return new RowPlan(table, fields, keyColumns, marked, form, sql, Integer.highestOneBit(rows), bytes);
    }

    private static void requireUnique(TargetTable table, List<PlannedField> key) throws PlanException {
        Set<String> names = new LinkedHashSet<>(names(key));
        if (!table.isUnique(names)) {
            throw new PlanException(
                    "key-not-unique",
                    "an upsert into table '" + table.name() + "' needs a primary key or a unique index on exactly "
                            + names + "; it has "
                            + table.uniqueKeys().stream()
                                    .map(UniqueKey::columns)
                                    .toList()
                            + ". Create one, or change 'key.source' or 'key.fields'");
        }
    }

    private PlannedField field(TargetTable table, Column source, From from, int position) throws PlanException {
        TargetColumn target = table.column(source.name());
        if (target == null) {
            throw new PlanException(
                    "unknown-column", "table '" + table.name() + "' has no column '" + source.name() + "'");
        }
        Field field = new Field(source, table.name(), target);
        FieldEncoder encoder = encoders.encoder(field);
        if (encoder == null) {
            throw new PlanException("impossible-type", field.describe() + "; change the column's type");
        }
        return new PlannedField(field, from, position, encoder, Setters.of(target.type(), temporals));
    }

    private static List<String> names(List<PlannedField> fields) {
        return fields.stream().map(field -> field.field().target().name()).toList();
    }

    private List<String> quoted(List<PlannedField> fields) {
        return names(fields).stream().map(dialect::quote).toList();
    }

    /** Forgets every plan and the connection: neither may be any more what it was. */
    void forget() {
        tables.forget();
        plans.forget();
        connection.discard();
    }
}
