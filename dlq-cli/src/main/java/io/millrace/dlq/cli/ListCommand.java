/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Letters, one a line. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Letters, one a line, the oldest first.")
final class ListCommand extends LetterCommand {
    @Mixin
    LetterFilter filter = new LetterFilter();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N letters; 0 for all.")
    int limit;

    ListCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        long now = now();
        List<StoredLetter> found = letters(cluster).all().stream()
                .filter(letter -> filter.matches(letter, now))
                .toList();
        List<StoredLetter> shown = limit == 0 || found.size() <= limit ? found : found.subList(0, limit);
        LetterLinesOut lines = new LetterLinesOut(this);
        lines.print(shown);
        if (shown.size() < found.size()) {
            err().println(shown.size() + " of " + found.size() + " letters; --limit shows more");
        }
        return ExitCodes.OK;
    }
}
