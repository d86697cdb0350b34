/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Edit;
import io.millrace.dlq.letter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    EditOptions how = new EditOptions();

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
        how.check();
        long now = now();
        Ledger ledger = Ledger.read(cluster, progress());
        Selected selected =
                Selected.of(filter, letters(cluster, ledger, letter -> filter.matches(letter, now)), ledger, now);
        return how.dryRun ? dryRun(selected) : execute(selected, cluster, ledger);
    }

    private int dryRun(Selected selected) {
        DryRun dryRun = new DryRun(this, how.registry);
        for (StoredLetter stored : selected.letters()) {
            Edit edit = edit(stored.letter());
            if (edit == null) {
                dryRun.stays(stored.letter());
            } else {
                dryRun.becomes(stored.letter(), edit);
            }
        }
        return dryRun.end();
    }

    private int execute(Selected selected, Cluster cluster, Ledger ledger) {
        List<Edit> edits = new ArrayList<>();
        for (StoredLetter stored : selected.letters()) {
            Edit edit = edit(stored.letter());
            if (edit == null) {
                continue;
            }
            if (edits.size() < preview && !options.json) {
                out().println(edit.letter());
                new Difference(out()).print(stored.letter().record().value(), edit.value());
            }
            edits.add(edit);
        }
        int same = selected.letters().size() - edits.size();
        String summary = edits.size() + " letters change, " + same + " stay as they are";
        if (edits.isEmpty()) {
            throw DlqException.notFound(summary + ": their values are no JSON objects, or have no such fields");
        }
        if (!how.write.isConfirmed()) {
            err().println(summary + ". Nothing was written; repeat with --yes");
            return ExitCodes.UNCONFIRMED;
        }
        return new Editing(this, how, cluster, ledger).execute(selected.connector(), edits);
    }

    /** {@code null} if the letter stays as it is. */
    private @Nullable Edit edit(DeadLetter letter) {
        byte[] changed = transformation.apply(letter.record().value());
        return changed == null ? null : new Edit(letter.id(), changed, null);
    }
}
