/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Has the connector's tasks carry commands out, and waits until they have. Confined to the main thread. */
final class Execution {
    /** Tasks look for commands several times a second, and read the letters then. */
    private static final long BEGINS_WITHIN_MS = 30_000;

    private final LetterCommand caller;
    private final Cluster cluster;
    private final Ledger ledger;

    /** @param ledger as it was read when the letters were chosen */
    Execution(LetterCommand caller, Cluster cluster, Ledger ledger) {
        this.caller = caller;
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /**
     * Sends a command and says what becomes of it.
     *
     * @param letters what it is about
     * @return the exit code
     */
    int execute(Command command, Collection<LetterId> letters, boolean wait) {
        CommandTopic commands = new CommandTopic(cluster, caller.progress());
        if (!wait) {
            commands.requireNew(command.plan());
            commands.send(command);
            sent(command, letters.size());
            return ExitCodes.OK;
        }
        Outcome outcome = outcome(command, letters);
        tell(command, outcome);
        return outcome.isWell() ? ExitCodes.OK : ExitCodes.PROBLEM;
    }

    /** Sends a command and waits until its letters are settled, or no more is to come. */
    Outcome outcome(Command command, Collection<LetterId> letters) {
        CommandTopic commands = new CommandTopic(cluster, caller.progress());
        commands.requireNew(command.plan());
        new Owners(cluster).require(command.connector());
        Progress progress = caller.progress();
        PlanNews news = new PlanNews(
                command.plan(),
                ledger.isElsewhere() || (command.options().dryRun() && command.action() != Action.DISCARD),
                ledger,
                letters);
        try (Following following = new Following(cluster, ledger)) {
            commands.send(command);
            long start = progress.now();
            while (!news.isOver()) {
                following.poll(news);
                long elapsed = progress.now() - start;
                if (!news.hasBegun() && elapsed > BEGINS_WITHIN_MS) {
                    throw nobody(command);
                }
                progress.show(line(command, news, elapsed));
            }
            // The audit may be ahead of the ledger.
            following.poll(news);
            progress.end();
            return news.outcome();
        }
    }

    private static String line(Command command, PlanNews news, long elapsedMillis) {
        Outcome outcome = news.outcome();
        double rate = 1_000.0 * outcome.settled() / Math.max(1, elapsedMillis);
        String line = command.action().name().toLowerCase(Locale.ROOT) + ": " + outcome.settled() + " of "
                + outcome.selected() + ", " + outcome.failed() + " failed";
        if (news.isPaused()) {
            return line + ", paused";
        }
        return rate == 0
                ? line
                : line + String.format(Locale.ROOT, ", %.0f/s, %.0f s left", rate, outcome.untouched() / rate);
    }

    private static DlqException nobody(Command command) {
        return DlqException.unreachable("no task of connector '" + command.connector() + "' has begun with plan '"
                + command.plan() + "' within " + BEGINS_WITHIN_MS / 1_000
                + " s. Is it running, with 'dlq.order', and are these its letters? The plan stays until then:"
                + " 'dlq plan status " + command.plan() + "' shows whether it has begun, 'dlq plan cancel "
                + command.plan() + "' takes it back");
    }

    private void sent(Command command, int letters) {
        if (caller.options.json) {
            Map<String, Object> fields = fields(command);
            fields.put("letters", letters);
            caller.json(fields);
        } else {
            caller.out()
                    .println("Plan " + command.plan() + ": " + command.action() + " of " + letters
                            + " letters is left for the connector's tasks. See: dlq plan status " + command.plan());
        }
    }

    private void tell(Command command, Outcome outcome) {
        if (caller.options.json) {
            Map<String, Object> fields = fields(command);
            fields.putAll(outcome.fields());
            caller.json(fields);
            return;
        }
        caller.out()
                .println("Plan " + command.plan() + ": " + command.action()
                        + (command.options().dryRun() ? " (dry run)" : "") + ", " + outcome);
        if (outcome.end() != null && !outcome.isWell()) {
            caller.out().println(outcome.end() + ": " + outcome.why());
        }
        if (outcome.failed() > 0) {
            Table table = new Table("FAILED", "WHY");
            outcome.reasons().forEach((reason, count) -> table.row(count, reason));
            table.print(caller.out());
        }
    }

    private static Map<String, Object> fields(Command command) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("plan", command.plan());
        fields.put("action", command.action().name());
        fields.put("dryRun", command.options().dryRun());
        return fields;
    }
}
