/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.SoftDelete;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the statements for a table that fits. Stateless. */
final class PlanMaker {
    private static final Logger LOG = LoggerFactory.getLogger(PlanMaker.class);

    private PlanMaker() {}

    static TablePlan plan(Fit fit, Demand demand) throws PlanException {
        return demand.isDelete() ? deletes(fit, demand) : writes(fit, demand);
    }

    private static TablePlan deletes(Fit fit, Demand demand) throws PlanException {
        Optional<SoftDelete> soft = demand.settings().softDelete();
        Sql sql = new Sql(
                fit.table().name(),
                fit.fields(),
                fit.keyColumns(),
                Constants.deleted(fit.table(), soft),
                GuardColumn.of(demand, fit.fields()));
        return new TablePlan(
                fit.table(),
                fit.fields(),
                fit.keyColumns(),
                new EventRow(demand.metadata()),
                soft.isPresent() ? sql.update() : sql.delete(),
                null,
                sql.older(),
                demand.settings().insertMode());
    }

    private static TablePlan writes(Fit fit, Demand demand) throws PlanException {
        PgTable table = fit.table();
        List<PlannedField> fields = fit.fields();
        Map<String, String> constants =
                Constants.present(table, demand.settings().softDelete());
        Sql sql = new Sql(table.name(), fields, fit.keyColumns(), constants, GuardColumn.of(demand, fields));
        InsertMode mode = demand.settings().insertMode();
        report(fit);
        boolean keyOnly = fields.size() == fit.keyColumns() && constants.isEmpty();
        String write =
                switch (mode) {
                    case UPSERT -> sql.upsert();
                    case INSERT -> sql.insert();
                    case INSERT_IGNORE -> sql.insertIgnore();
                    case UPDATE -> sql.update();
                };
        String parts =
                switch (mode) {
                    case UPSERT, UPDATE -> keyOnly ? sql.findParts() : sql.updateParts();
                    case INSERT -> null;
                    // A row that is there already stays as it is.
                    case INSERT_IGNORE -> fit.keyColumns() == 0 ? null : sql.findParts();
                };
        return new TablePlan(
                table, fields, fit.keyColumns(), new EventRow(demand.metadata()), write, parts, sql.older(), mode);
    }

    /** Once per shape and lane: what may explain later that a row has to wait for another. */
    private static void report(Fit fit) {
        Set<String> key = new HashSet<>();
        fit.fields().subList(0, fit.keyColumns()).forEach(field -> key.add(field.name()));
        List<String> others = fit.table().secondaryUniqueIndexes(key);
        if (!others.isEmpty() && !key.isEmpty()) {
            LOG.info(
                    "Table '{}' has unique indexes besides its key: {}. A row whose value another row still has waits for"
                            + " it",
                    fit.table().name(),
                    others);
        }
    }
}
