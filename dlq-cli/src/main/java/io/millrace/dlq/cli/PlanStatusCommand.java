/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** How far plans are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "How far each task is with a plan, or with all of them; exit code 1 if letters failed again.")
final class PlanStatusCommand extends LetterCommand {
    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "Name of the plan.")
    @Nullable
    String plan;

    PlanStatusCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        List<AuditEntry> entries = Audit.read(cluster, progress()).stream()
                .filter(entry -> plan == null || plan.equals(entry.plan()))
                .filter(entry -> options.connector == null || options.connector.equals(entry.connector()))
                .toList();
        if (plan != null && entries.isEmpty()) {
            throw DlqException.notFound("no task has begun with plan '" + plan + "' yet");
        }
        List<PlanStatus> states = PlanStatus.of(entries);
        print(
                states,
                PlanStatusCommand::fields,
                new Table("PLAN", "TASK", "STATE", "SELECTED", "DONE", "FAILED", "STALE", "LAST NEWS"),
                PlanStatusCommand::cells);
        return states.stream().anyMatch(PlanStatus::isUnwell) ? ExitCodes.PROBLEM : ExitCodes.OK;
    }

    private static Object[] cells(PlanStatus state) {
        return new Object[] {
            state.plan(),
            state.task(),
            state.event(),
            state.counts().selected(),
            state.counts().done(),
            state.counts().failed(),
            state.counts().stale(),
            Times.show(state.at())
        };
    }

    private static Map<String, Object> fields(PlanStatus state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("plan", state.plan());
        fields.put("task", state.task());
        fields.put("state", state.event().name());
        fields.put("ended", state.hasEnded());
        fields.put("selected", state.counts().selected());
        fields.put("done", state.counts().done());
        fields.put("failed", state.counts().failed());
        fields.put("stale", state.counts().stale());
        fields.put("at", state.at());
        return fields;
    }
}
