/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.ReplayOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Selected selected = Selected.of(filter, letters(cluster), now());
        if (!write.isConfirmed()) {
            preview(selected);
            return ExitCodes.UNCONFIRMED;
        }
        String plan = write.plan(surroundings);
        new CommandTopic(cluster)
                .send(List.of(write.command(
                        plan, selected.connector(), action, selected.selection(), replay(), null, now())));
        told(plan, selected.letters().size());
        return ExitCodes.OK;
    }

    private void preview(Selected selected) {
        List<StoredLetter> letters = selected.letters();
        new LetterLinesOut(this).print(letters.size() <= PREVIEW ? letters : letters.subList(0, PREVIEW));
        err().println(letters.size() + " letters in " + Group.of(letters).size() + " groups of connector '"
                + selected.connector() + "'. Nothing was written; repeat with --yes to "
                + action.name().toLowerCase(java.util.Locale.ROOT) + " them");
    }

    final void told(String plan, int count) {
        if (options.json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("plan", plan);
            fields.put("action", action.name());
            fields.put("letters", count);
            json(fields);
        } else {
            out().println("Plan " + plan + ": " + action + " of " + count + " letters. See: dlq plan status " + plan);
        }
    }
}
