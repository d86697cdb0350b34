/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something is to happen to a plan. Naming the plan is confirmation enough. Confined to the main thread. */
abstract class PlanChangeCommand extends LetterCommand {
    @Parameters(paramLabel = "PLAN", description = "Name of the plan.")
    String plan = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who, for the audit.")
    @Nullable
    String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    @Nullable
    String reason;

    private final Action action;

    PlanChangeCommand(Main.Surroundings surroundings, Action action) {
        super(surroundings);
        this.action = action;
    }

    @Override
    int run(Cluster cluster) {
        String connector = options.connector == null ? connector(cluster) : options.connector;
        WriteOptions write = new WriteOptions();
        write.by = by;
        write.reason = reason;
        new CommandTopic(cluster)
                .send(List.of(write.command(plan, connector, action, Selection.ALL, ReplayOptions.NONE, null, now())));
        out().println("Plan " + plan + ": " + action);
        return ExitCodes.OK;
    }

    private String connector(Cluster cluster) {
        return Audit.read(cluster, progress()).stream()
                .filter(entry -> plan.equals(entry.plan()))
                .map(AuditEntry::connector)
                .findFirst()
                .orElseThrow(() -> DlqException.notFound(
                        "no task has begun with plan '" + plan + "' yet; give --connector to send the command anyway"));
    }
}
