/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.SoftDelete;
import io.millrace.jdbc.batch.PlanException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the statements for a table that fits. Immutable. */
final class PlanMaker {
    private static final Logger LOG = LoggerFactory.getLogger(PlanMaker.class);

    private final boolean copies;

    /** @param copies whether rows may be copied */
    PlanMaker(boolean copies) {
        this.copies = copies;
    }

    TablePlan plan(Fit fit, Demand demand) throws PlanException {
        return demand.isDelete() ? deletes(fit, demand) : writes(fit, demand);
    }

    private TablePlan deletes(Fit fit, Demand demand) throws PlanException {
        Optional<SoftDelete> soft = demand.settings().softDelete();
        KindPlans sql = new KindPlans(fit, demand, Constants.deleted(fit.table(), soft), copies);
        return plan(fit, demand, sql.ofKeys(soft.isPresent() ? Sql::update : Sql::delete), null);
    }

    private TablePlan writes(Fit fit, Demand demand) throws PlanException {
        Map<String, String> constants =
                Constants.present(fit.table(), demand.settings().softDelete());
        KindPlans sql = new KindPlans(fit, demand, constants, copies);
        report(fit);
        boolean keyOnly = fit.fields().size() == fit.keyColumns() && constants.isEmpty();
        InsertMode mode = demand.settings().insertMode();
        KindPlan write =
                switch (mode) {
                    case UPSERT -> sql.ofRows(Sql::upsert);
                    case INSERT -> sql.ofNewRows();
                    case INSERT_IGNORE -> sql.ofRows(Sql::insertIgnore);
                    case UPDATE -> sql.ofRows(Sql::update);
                };
        KindPlan parts =
                switch (mode) {
                    case UPSERT, UPDATE -> sql.ofParts(keyOnly ? Sql::findParts : Sql::updateParts);
                    case INSERT -> null;
                    // A row that is there already stays as it is.
                    case INSERT_IGNORE -> fit.keyColumns() == 0 ? null : sql.ofParts(Sql::findParts);
                };
        return plan(fit, demand, write, parts);
    }

    private static TablePlan plan(Fit fit, Demand demand, KindPlan write, @Nullable KindPlan parts) {
        return new TablePlan(
                fit.table(),
                fit.fields(),
                fit.keyColumns(),
                new EventRow(demand.metadata()),
                write,
                parts,
                demand.settings().insertMode());
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
