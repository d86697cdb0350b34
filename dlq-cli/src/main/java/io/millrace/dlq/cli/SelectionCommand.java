/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.ReplayOptions;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;

/** A command about letters that the connector's tasks carry out. Confined to the main thread. */
abstract class SelectionCommand extends LetterCommand {
    private static final int PREVIEW = 20;

    @Mixin
    LetterFilter filter = new LetterFilter();

    @Mixin
    WriteOptions write = new WriteOptions();

    private final Action action;

    SelectionCommand(Main.Surroundings surroundings, Action action) {
        super(surroundings);
        this.action = action;
    }

    ReplayOptions replay() {
        return ReplayOptions.NONE;
    }

    /** Refuses what does not fit together before anything is read. */
    void check() {}

    @Override
    int run(Cluster cluster) {
        check();
        Ledger ledger = Ledger.read(cluster, progress());
        Letters letters = letters(cluster, ledger, stored -> false);
        Selected selected = Selected.of(filter, letters, ledger, now());
        if (action == Action.RELEASE) {
            selected = selected.withWholeKeys(letters);
        }
        warn(selected);
        if (!write.isConfirmed()) {
            preview(selected);
            return ExitCodes.UNCONFIRMED;
        }
        return new Execution(this, cluster, ledger)
                .execute(
                        write.author.command(
                                write.plan(surroundings),
                                selected.connector(),
                                action,
                                selected.selection(),
                                replay(),
                                List.of(),
                                now()),
                        selected.ids(),
                        !write.noWait);
    }

    private void warn(Selected selected) {
        if (selected.unknown() > 0) {
            err().println(selected.unknown() + " letters are left out: the ledger does not know them, so no task does;"
                    + " see 'dlq rebuild-ledger'");
        }
        if (selected.references() > 0 && action != Action.DISCARD) {
            err().println(selected.references() + " letters only say where their records are and cannot be applied;"
                    + " 'dlq edit ID --from-source' puts the records into them, as long as they are kept");
        }
    }

    private void preview(Selected selected) {
        List<StoredLetter> letters = selected.letters();
        new LetterLinesOut(this).print(letters.size() <= PREVIEW ? letters : letters.subList(0, PREVIEW));
        err().println(letters.size() + " letters in " + Group.of(letters).size() + " groups of connector '"
                + selected.connector() + "'. Nothing was written; repeat with --yes to "
                + action.name().toLowerCase(Locale.ROOT) + " them");
    }
}
