/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.topic.TopicReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has letters with other records put in the place of some, and applied if that is wanted. Confined to the main thread. */
final class Editing {
    /** What a command may hold in bytes: topics take records of 1 MB, and text for bytes is a third longer. */
    private static final long MOST_BYTES = 600_000;

    private final LetterCommand caller;
    private final EditOptions how;
    private final WriteOptions write;
    private final Cluster cluster;
    private final Ledger ledger;

    Editing(LetterCommand caller, EditOptions how, Cluster cluster, Ledger ledger) {
        this.caller = caller;
        this.how = how;
        this.write = how.write;
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /** Returns the exit code. */
    int execute(String connector, List<Edit> edits) {
        if (how.replay && ledger.isElsewhere()) {
            throw DlqException.usage(
                    "--replay needs the ledger, which is not known here; edit first, and then replay the"
                            + " letters that take the places of these");
        }
        String plan = write.plan(caller.surroundings);
        List<List<Edit>> parts = parts(edits);
        Execution execution = new Execution(caller, cluster, ledger);
        int number = 0;
        for (List<Edit> part : parts) {
            String name = parts.size() == 1 ? plan : plan + "-" + ++number;
            int code = execution.execute(
                    write.author.command(
                            name, connector, Action.EDIT, Selection.ALL, ReplayOptions.NONE, part, caller.now()),
                    part.stream().map(Edit::letter).toList(),
                    !write.noWait);
            if (code != ExitCodes.OK) {
                return code;
            }
        }
        return how.replay ? replay(execution, plan + "-replay", connector, edits) : ExitCodes.OK;
    }

    private int replay(Execution execution, String plan, String connector, List<Edit> edits) {
        Set<LetterId> ids = new LinkedHashSet<>();
        for (Edit edit : edits) {
            ids.add(replacement(edit.letter()));
        }
        Map<Integer, Long> ends;
        try (TopicReader letters = cluster.reader(cluster.letters())) {
            ends = letters.ends();
        }
        Selection selection = new Selection(ids, null, null, null, null, null, null, null, Set.of(), ends);
        return execution.execute(
                write.author.command(
                        plan, connector, Action.REPLAY, selection, ReplayOptions.NONE, List.of(), caller.now()),
                ids,
                true);
    }

    /** The letter in the place of one that has been edited. */
    private LetterId replacement(LetterId edited) {
        LetterEntry entry = ledger.letter(edited);
        return LetterId.ofEdit(edited, entry == null ? 1 : entry.revision() + 1);
    }

    private static List<List<Edit>> parts(List<Edit> edits) {
        List<List<Edit>> parts = new ArrayList<>();
        List<Edit> part = new ArrayList<>();
        long bytes = 0;
        for (Edit edit : edits) {
            long size = 100L
                    + (edit.value() == null ? 0 : edit.value().length)
                    + (edit.key() == null ? 0 : edit.key().length);
            if (!part.isEmpty() && bytes + size > MOST_BYTES) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(edit);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }
}
