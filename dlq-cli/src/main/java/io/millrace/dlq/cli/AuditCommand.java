/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who did what. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "What has been done, by whom, and why.")
final class AuditCommand extends LetterCommand {
    @Option(names = "--plan", paramLabel = "PLAN", description = "Only what belongs to a plan.")
    @Nullable
    String plan;

    @Option(
            names = "--letter",
            paramLabel = "ID",
            description = "Only what was done to a letter; first digits will do.")
    @Nullable
    String letter;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not before: 2026-11-26T08:15:00Z, or 12h before now.")
    @Nullable
    String since;

    AuditCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        long from = since == null ? 0 : Times.parse(since, now(), "--since");
        List<AuditEntry> entries = Audit.read(cluster, progress()).stream()
                .filter(entry -> entry.at() >= from)
                .filter(entry -> plan == null || plan.equals(entry.plan()))
                .filter(entry -> options.connector == null || options.connector.equals(entry.connector()))
                .filter(entry -> letter == null
                        || (entry.letter() != null && entry.letter().value().startsWith(letter)))
                .toList();
        print(
                entries,
                Audit::fields,
                new Table("AT", "EVENT", "PLAN", "LETTER", "TASK", "BY", "REASON", "DETAIL"),
                AuditCommand::cells);
        return ExitCodes.OK;
    }

    private static Object[] cells(AuditEntry entry) {
        return new Object[] {
            Times.show(entry.at()),
            entry.event(),
            entry.plan(),
            entry.letter() == null ? "-" : entry.letter().value().substring(0, 12),
            entry.connector() + "-" + entry.task(),
            entry.by(),
            entry.reason() == null ? "-" : entry.reason(),
            entry.detail() == null ? "-" : entry.detail()
        };
    }
}
