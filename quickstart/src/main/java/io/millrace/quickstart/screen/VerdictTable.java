/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.screen;

import io.millrace.quickstart.compare.Comparison;
import io.millrace.quickstart.compare.Difference;
import io.millrace.quickstart.pipeline.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a verdict: what is equal and, if something is not, the first rows that differ. Stateless. */
public final class VerdictTable {
    private static final int MOST_DIFFERENCES = 10;

    private VerdictTable() {}

    /**
     * Writes the verdict.
     *
     * @param screen where to
     * @param tables names of the tables
     * @param verdict what to write
     */
    public static void write(Screen screen, List<String> tables, Verdict verdict) {
        screen.headline("Verdict");
        screen.say(LiveTable.name("") + tables.stream().map(LiveTable::right).collect(Collectors.joining()));
        screen.say(LiveTable.name("source")
                + verdict.sourceRows().stream()
                        .map(rows -> LiveTable.right(LiveTable.count(rows)))
                        .collect(Collectors.joining()));
        for (Verdict.Result result : verdict.results()) {
            String cells = result.tables().stream().map(VerdictTable::cell).collect(Collectors.joining());
            screen.say(LiveTable.name(result.target())
                    + cells
                    + (result.equal() ? screen.good("   equal") : screen.bad("   different")));
        }
        for (Verdict.Result result : verdict.results()) {
            explain(screen, result);
        }
    }

    private static String cell(Comparison table) {
        int differences = table.differences().size();
        return LiveTable.right(differences == 0 ? LiveTable.count(table.targetRows()) : differences + " differ");
    }

    private static void explain(Screen screen, Verdict.Result result) {
        result.faults().forEach(fault -> screen.say(screen.bad("  " + result.target() + ": ") + fault));
        List<Difference> differences = result.differences();
        differences.stream()
                .limit(MOST_DIFFERENCES)
                .forEach(difference -> screen.say(screen.bad("  " + result.target() + ": ") + difference));
        if (differences.size() > MOST_DIFFERENCES) {
            screen.say("  " + result.target() + ": and " + (differences.size() - MOST_DIFFERENCES) + " more");
        }
    }
}
