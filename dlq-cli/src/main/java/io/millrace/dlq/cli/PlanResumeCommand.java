/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import picocli.CommandLine.Command;

/** Goes on with a plan that is paused. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on with a plan that is paused.")
final class PlanResumeCommand extends PlanChangeCommand {
    PlanResumeCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.RESUME);
    }
}
