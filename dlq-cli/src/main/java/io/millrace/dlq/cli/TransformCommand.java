/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same change to many letters. */
@picocli.CommandLine.Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description = "Edits many letters with JSON values in the same way; shows what would change first.")
final class TransformCommand extends LetterCommand {
    @Mixin
    LetterFilter filter = new LetterFilter();

    @Mixin
    Transformation transformation = new Transformation();

    @Mixin
    WriteOptions write = new WriteOptions();

    @Option(names = "--preview", paramLabel = "N", defaultValue = "5", description = "Show the changes to N letters.")
    int preview;

    TransformCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        if (transformation.isEmpty()) {
            throw DlqException.usage("say what to change: --set, --remove or --rename");
        }
        long now = now();
        Selected selected = Selected.of(filter, letters(cluster, letter -> filter.matches(letter, now)), now);
        List<Edit> edits = new ArrayList<>();
        for (StoredLetter stored : selected.letters()) {
            byte[] value = stored.letter().record().value();
            byte[] changed = transformation.apply(value);
            if (changed == null) {
                continue;
            }
            if (edits.size() < preview) {
                out().println(stored.letter().id());
                new Difference(out()).print(value, changed);
            }
            edits.add(new Edit(stored.letter().id(), changed, null));
        }
        int same = selected.letters().size() - edits.size();
        String summary = edits.size() + " letters change, " + same + " stay as they are";
        if (edits.isEmpty()) {
            throw DlqException.notFound(summary);
        }
        if (!write.isConfirmed()) {
            err().println(summary + ". Nothing was written; repeat with --yes");
            return ExitCodes.UNCONFIRMED;
        }
        String plan = write.plan(surroundings);
        new CommandTopic(cluster).send(commands(plan, selected.connector(), edits));
        out().println("Plans " + plan + "-1 to " + plan + "-" + edits.size() + ": " + summary);
        return ExitCodes.OK;
    }

    /** One plan for each letter: a plan is one thing that is done or not. */
    private List<Command> commands(String plan, String connector, List<Edit> edits) {
        List<Command> commands = new ArrayList<>();
        for (Edit edit : edits) {
            String name = plan + "-" + (commands.size() + 1);
            commands.add(write.command(name, connector, Action.EDIT, Selection.ALL, ReplayOptions.NONE, edit, now()));
        }
        return commands;
    }
}
