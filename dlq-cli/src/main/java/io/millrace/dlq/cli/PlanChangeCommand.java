/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Something is to happen to a plan. Naming the plan is confirmation enough. Confined to the main thread. */
abstract class PlanChangeCommand extends LetterCommand {
    @Parameters(paramLabel = "PLAN", description = "Name of the plan.")
    String plan = "";

    @Mixin
    Author author = new Author();

    private final Action action;

    PlanChangeCommand(Main.Surroundings surroundings, Action action) {
        super(surroundings);
        this.action = action;
    }

    @Override
    int run(Cluster cluster) {
        CommandTopic commands = new CommandTopic(cluster, progress());
        List<Command> known = commands.of(plan);
        if (known.isEmpty()) {
            throw DlqException.notFound("there is no plan '" + plan + "' on topic '"
                    + cluster.control().commands() + "'; 'dlq plan status' lists plans");
        }
        String connector = known.get(0).connector();
        commands.send(author.command(plan, connector, action, Selection.ALL, ReplayOptions.NONE, List.of(), now()));
        if (options.json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("plan", plan);
            fields.put("action", action.name());
            json(fields);
        } else {
            out().println("Plan " + plan + ": " + action + " is told to the tasks of connector '" + connector + "'");
        }
        return ExitCodes.OK;
    }
}
