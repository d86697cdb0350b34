/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts another record in the place of a letter's. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description = "Puts a letter with another record in the place of one. The letter itself stays on the topic.")
final class EditCommand extends LetterCommand {
    @Parameters(paramLabel = "ID", description = "The letter; the first digits will do.")
    String id = "";

    @Option(names = "--value-file", paramLabel = "FILE", description = "Value, in the format of the letter's own.")
    @Nullable
    Path value;

    @Option(names = "--tombstone", description = "No value at all: the record becomes a delete.")
    boolean tombstone;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Key; the letter's own if not given.")
    @Nullable
    Path key;

    @Mixin
    WriteOptions write = new WriteOptions();

    EditCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        if ((value == null) != tombstone) {
            throw DlqException.usage("give either --value-file or --tombstone");
        }
        byte[] newValue = value == null ? null : bytes(value);
        byte[] newKey = key == null ? null : bytes(key);
        StoredLetter stored =
                ShowCommand.one(letters(cluster, ShowCommand.named(id)).all(), id);
        if (!stored.status().isOpen()) {
            throw DlqException.usage(
                    "letter '" + stored.letter().id() + "' is " + stored.status() + "; only open ones can be edited");
        }
        new Difference(out()).print(stored.letter().record().value(), newValue);
        if (!write.isConfirmed()) {
            err().println("Nothing was written; repeat with --yes to edit letter "
                    + stored.letter().id());
            return ExitCodes.UNCONFIRMED;
        }
        String plan = write.plan(surroundings);
        new CommandTopic(cluster)
                .send(List.of(write.command(
                        plan,
                        stored.letter().connector(),
                        Action.EDIT,
                        Selection.ALL,
                        ReplayOptions.NONE,
                        new Edit(stored.letter().id(), newValue, newKey),
                        now())));
        out().println("Plan " + plan + ": EDIT of letter " + stored.letter().id());
        return ExitCodes.OK;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw DlqException.unreachable("'" + file + "' cannot be read", e);
        }
    }
}
