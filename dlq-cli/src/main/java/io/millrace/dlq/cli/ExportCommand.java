/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.letter.LetterJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Letters into a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Letters as JSON lines, whole, so that 'import' can bring them back.")
final class ExportCommand extends LetterCommand {
    @Mixin
    LetterFilter filter = new LetterFilter();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "File to write; must not be there. Standard output if not given.")
    @Nullable
    Path output;

    ExportCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        if (output != null && Files.exists(output)) {
            throw DlqException.usage("'" + output + "' is there already");
        }
        long now = now();
        List<StoredLetter> found = letters(cluster, letter -> filter.matches(letter, now)).all().stream()
                .filter(letter -> filter.matches(letter, now))
                .toList();
        if (output == null) {
            found.forEach(
                    stored -> out().println(new String(LetterJson.write(stored.letter()), StandardCharsets.UTF_8)));
            return ExitCodes.OK;
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(output))) {
            for (StoredLetter stored : found) {
                file.write(LetterJson.write(stored.letter()));
                file.write('\n');
            }
        } catch (IOException e) {
            throw DlqException.unreachable("'" + output + "' cannot be written", e);
        }
        err().println(found.size() + " letters in " + output);
        return ExitCodes.OK;
    }
}
