/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Edit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same change to many letters. */
@Command(
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

    @Option(names = "--replay", description = "Have the new letters applied, too.")
    boolean replay;

    TransformCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        if (transformation.isEmpty()) {
            throw DlqException.usage("say what to change: --set, --remove or --rename");
        }
        long now = now();
        Ledger ledger = Ledger.read(cluster, progress());
        Selected selected =
                Selected.of(filter, letters(cluster, ledger, letter -> filter.matches(letter, now)), ledger, now);
        List<Edit> edits = new ArrayList<>();
        for (StoredLetter stored : selected.letters()) {
            byte[] value = stored.letter().record().value();
            byte[] changed = transformation.apply(value);
            if (changed == null) {
                continue;
            }
            if (edits.size() < preview && !options.json) {
                out().println(stored.letter().id());
                new Difference(out()).print(value, changed);
            }
            edits.add(new Edit(stored.letter().id(), changed, null));
        }
        int same = selected.letters().size() - edits.size();
        String summary = edits.size() + " letters change, " + same + " stay as they are";
        if (edits.isEmpty()) {
            throw DlqException.notFound(summary + ": their values are no JSON objects, or have no such fields");
        }
        if (!write.isConfirmed()) {
            err().println(summary + ". Nothing was written; repeat with --yes");
            return ExitCodes.UNCONFIRMED;
        }
        return new Editing(this, write, cluster, ledger).execute(selected.connector(), edits, replay);
    }
}
