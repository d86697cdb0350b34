/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.dlq.Failure;
import io.millrace.jdbc.batch.Group;
import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.Refusals;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.spi.Batch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends circles of rows that wait for each other's unique values, where rows are found by their key alone. Confined to its
 * lane.
 *
 * <p>As with PostgreSQL: a row whose event has been refused often gives its own unique values up. They become NULL, or,
 * where they cannot and nothing refers to the table, the row goes. The event is still owed and brings everything back.
 */
final class LastResort implements Refusals<RowPlan> {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    /** With growing back-off these take some seconds: whatever resolves by itself has done so. */
    private static final int ATTEMPTS = 8;

    private final LaneConnection connection;
    private final RowStatements statements;
    private final Dialect dialect;

    LastResort(LaneConnection connection, RowStatements statements, Dialect dialect) {
        this.connection = connection;
        this.statements = statements;
        this.dialect = dialect;
    }

    @Override
    public boolean isDue(Batch batch, int entry, Failure failure) {
        return failure instanceof Failure.Dependency && batch.attempts(entry) >= ATTEMPTS;
    }

    @Override
    public Failure refused(Batch batch, Group<RowPlan> group, int entry, Failure failure) throws SQLException {
        if (isDue(batch, entry, failure)) {
            vacate(batch, group, entry);
        }
        return failure;
    }

    private void vacate(Batch batch, Group<RowPlan> group, int entry) throws SQLException {
        RowPlan plan = group.plan();
        String sql = sql(batch, group, entry);
        if (sql == null) {
            return;
        }
        Connection open = connection.open();
        Savepoint before = open.setSavepoint();
        try {
            if (statements.executeForKey(sql, batch, plan, entry) > 0) {
                LOG.info(
                        "A row of {} has given up its unique values for the moment, since events wait for each other",
                        plan.table().name());
            }
        } catch (SQLException e) {
            // It stays held; if nothing else resolves it, it becomes a dead letter in the end.
            LOG.debug(
                    "A row of {} cannot give up its unique values", plan.table().name(), e);
            open.rollback(before);
        }
        open.releaseSavepoint(before);
    }

    private @Nullable String sql(Batch batch, Group<RowPlan> group, int entry) throws SQLException {
        RowPlan plan = group.plan();
        boolean brings = group.kind() != Group.Kind.DELETE;
        boolean all = true;
        Set<String> nullable = new LinkedHashSet<>();
        for (String column : uniqueColumns(plan)) {
            if (brings && !statements.writes(batch, plan, entry, column)) {
                continue;
            }
            TargetColumn target = plan.table().column(column);
            if (target != null && target.nullable()) {
                nullable.add(dialect.quote(column));
            } else {
                all = false;
            }
        }
        // A part of a row could not bring the row back.
        if (!all
                && group.kind() == Group.Kind.WRITE
                && !isReferredTo(plan.table().name())) {
            return plan.sql().delete(0);
        }
        return nullable.isEmpty() ? null : plan.sql().setNull(nullable);
    }

    /** Columns beside the key whose values no two rows may share. */
    private static Set<String> uniqueColumns(RowPlan plan) {
        List<String> key = plan.fields().subList(0, plan.keyColumns()).stream()
                .map(field -> field.field().target().name())
                .toList();
        Set<String> columns = new LinkedHashSet<>();
        for (UniqueKey unique : plan.table().othersThan(Set.copyOf(key))) {
            columns.addAll(unique.columns());
        }
        key.forEach(columns::remove);
        return columns;
    }

    private boolean isReferredTo(TableName table) throws SQLException {
        Connection open = connection.open();
        // MariaDB and MySQL call a schema a catalogue, and so do their drivers.
        boolean catalogues = open.getSchema() == null;
        String schema = table.schema().orElse(catalogues ? open.getCatalog() : open.getSchema());
        try (ResultSet keys = open.getMetaData()
                .getExportedKeys(catalogues ? schema : open.getCatalog(), catalogues ? null : schema, table.table())) {
            return keys.next();
        }
    }
}
