/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import picocli.CommandLine.Command;

/** Ends a plan. What it has applied stays applied. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Ends a plan. What it has applied stays applied.")
final class PlanCancelCommand extends PlanChangeCommand {
    PlanCancelCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.CANCEL);
    }
}
