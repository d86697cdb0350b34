/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.KindPlan.RowsSql;
import io.millrace.jdbc.postgres.KindPlan.Staged;
import java.util.Map;
import java.util.function.Function;

/** Makes the same statement for each way that rows come. Immutable. */
final class KindPlans {
    private final Fit fit;
    private final Map<String, String> constants;
    private final int guard;
    private final boolean copies;

    /**
     * @param constants columns that get the same in every row, as SQL
     * @param copies whether rows may be copied
     */
    KindPlans(Fit fit, Demand demand, Map<String, String> constants, boolean copies) throws PlanException {
        this.fit = fit;
        this.constants = constants;
        this.guard = GuardColumn.of(demand, fit.fields());
        this.copies = copies;
    }

    /** For rows of which there is little more than the key: those are not worth a table, however many. */
    KindPlan ofKeys(Function<Sql, String> statement) {
        return new KindPlan(over(new ArrayRelation(fit.fields(), fit.keyColumns()), statement), null, null);
    }

    KindPlan ofRows(Function<Sql, String> statement) {
        boolean numbered = guard != Sql.NO_GUARD;
        return of(statement, StagingTable.ofRows(fit.table().name(), fit.fields(), numbered));
    }

    /** For rows that are only ever created. */
    KindPlan ofNewRows() {
        KindPlan plan = ofRows(Sql::insert);
        CopyTarget itself =
                copies && guard == Sql.NO_GUARD ? CopyTarget.itself(fit.table(), fit.fields(), constants) : null;
        return itself == null ? plan : new KindPlan(plan.arrays(), itself, null);
    }

    KindPlan ofParts(Function<Sql, String> statement) {
        return of(statement, StagingTable.ofParts(fit.table().name(), fit.fields(), fit.keyColumns()));
    }

    private KindPlan of(Function<Sql, String> statement, StagingTable staging) {
        RowsSql arrays = over(new ArrayRelation(fit.fields(), fit.keyColumns()), statement);
        return new KindPlan(arrays, null, copies ? new Staged(staging, over(staging, statement)) : null);
    }

    private RowsSql over(RowRelation source, Function<Sql, String> statement) {
        Sql sql = new Sql(fit.table().name(), fit.fields(), fit.keyColumns(), constants, guard, source);
        return new RowsSql(statement.apply(sql), sql.older());
    }
}
