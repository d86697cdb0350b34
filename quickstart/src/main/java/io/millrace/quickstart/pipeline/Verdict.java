/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.quickstart.compare.Comparison;
import io.millrace.quickstart.compare.Difference;
import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.quickstart.shop.Catalogue;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether each target has what the source has.
 *
 * @param sourceRows rows of each table of the source, in the tables' order
 * @param results one for each target
 */
public record Verdict(List<Integer> sourceRows, List<Result> results) {
    /** Copies the lists. */
    public Verdict {
        sourceRows = List.copyOf(sourceRows);
        results = List.copyOf(results);
    }

    /**
     * What was found at one target.
     *
     * @param target its name
     * @param tables one comparison for each table, in the tables' order
     * @param faults what is wrong apart from rows
     */
    public record Result(String target, List<Comparison> tables, List<String> faults) {
        /** Copies the lists. */
        public Result {
            tables = List.copyOf(tables);
            faults = List.copyOf(faults);
        }

        /**
         * Whether nothing is wrong.
         *
         * @return true if the target equals the source
         */
        public boolean equal() {
            return faults.isEmpty() && tables.stream().allMatch(Comparison::equal);
        }

        /**
         * All that differs.
         *
         * @return rows and columns, table by table
         */
        public List<Difference> differences() {
            return tables.stream()
                    .flatMap(table -> table.differences().stream())
                    .toList();
        }
    }

    static Verdict of(Connection source, List<Table> tables, List<ReplicaTarget> targets)
            throws IOException, SQLException {
        List<TableRows> sourceTables = new ArrayList<>();
        for (Table table : tables) {
            sourceTables.add(Catalogue.rows(source, table));
        }
        List<Result> results = new ArrayList<>();
        for (ReplicaTarget target : targets) {
            List<Comparison> comparisons = new ArrayList<>();
            List<String> faults = new ArrayList<>();
            for (int i = 0; i < tables.size(); i++) {
                comparisons.add(Comparison.of(tables.get(i), sourceTables.get(i), target.rows(tables.get(i))));
                faults.addAll(target.faults());
            }
            results.add(new Result(target.name(), comparisons, faults));
        }
        return new Verdict(sourceTables.stream().map(TableRows::size).toList(), results);
    }

    /**
     * Whether nothing is wrong anywhere. A source without rows would prove nothing.
     *
     * @return true if every target equals the source
     */
    public boolean equal() {
        return sourceRows.stream().allMatch(rows -> rows > 0)
                && results.stream().allMatch(Result::equal);
    }
}
