/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts. */
@Command(name = "stats", mixinStandardHelpOptions = true, description = "Letters counted by what they have in common.")
final class StatsCommand extends LetterCommand {
    /** What letters are counted by. */
    enum By {
        STATUS,
        CLASS,
        CODE,
        TARGET,
        TOPIC,
        CONNECTOR,
        KIND,
        DAY,
        HOUR;

        private String of(StoredLetter stored) {
            return switch (this) {
                case STATUS -> stored.status().name();
                case CLASS -> stored.letter().failureClass().name();
                case CODE -> stored.letter().code().value();
                case TARGET -> stored.target().isEmpty() ? "-" : stored.target();
                case TOPIC -> stored.letter().coordinates().topic();
                case CONNECTOR -> stored.letter().connector();
                case KIND -> stored.letter().kind().name();
                case DAY -> Times.show(stored.letter().deadAt()).substring(0, 10);
                case HOUR -> Times.show(stored.letter().deadAt()).substring(0, 13);
            };
        }
    }

    @Mixin
    LetterFilter filter = new LetterFilter();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            split = ",",
            defaultValue = "STATUS,CLASS,CODE,TARGET",
            description = "${COMPLETION-CANDIDATES}; several with commas.")
    List<By> by = List.of();

    StatsCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        long now = now();
        Ledger ledger = Ledger.read(cluster, progress());
        Letters letters = letters(cluster, ledger, stored -> false);
        List<StoredLetter> found = letters.all().stream()
                .filter(letter -> filter.matches(letter, now))
                .toList();
        Table table = new Table("BY", "VALUE", "LETTERS", "OLDEST");
        for (By what : by) {
            if (what == By.STATUS && ledger.isElsewhere()) {
                err().println("Not counted by STATUS, which is not known here");
                continue;
            }
            Map<String, long[]> counts = new TreeMap<>();
            for (StoredLetter stored : found) {
                long[] count = counts.computeIfAbsent(what.of(stored), value -> new long[] {0, Long.MAX_VALUE});
                count[0]++;
                count[1] = Math.min(count[1], stored.letter().deadAt());
            }
            counts.forEach((value, count) -> {
                if (options.json) {
                    json(fields(what, value, count));
                } else {
                    table.row(what, value, count[0], Times.show(count[1]));
                }
            });
        }
        if (!options.json) {
            table.print(out());
            out().println();
            out().println(found.size() + " letters; " + letters.others() + " other records on the topic");
        }
        return ExitCodes.OK;
    }

    private static Map<String, Object> fields(By what, String value, long[] count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("by", what.name());
        fields.put("value", value);
        fields.put("letters", count[0]);
        fields.put("oldest", count[1]);
        return fields;
    }
}
