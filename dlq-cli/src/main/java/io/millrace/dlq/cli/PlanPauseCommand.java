/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import picocli.CommandLine.Command;

/** Stops a plan for the time being. */
@Command(name = "pause", mixinStandardHelpOptions = true, description = "Stops a plan for the time being.")
final class PlanPauseCommand extends PlanChangeCommand {
    PlanPauseCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.PAUSE);
    }
}
