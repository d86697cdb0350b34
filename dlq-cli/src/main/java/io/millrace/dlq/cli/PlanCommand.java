/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import picocli.CommandLine.Command;

/** Plans. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks after what replay, release and discard have begun.",
        subcommands = {PlanStatusCommand.class, PlanPauseCommand.class, PlanResumeCommand.class, PlanCancelCommand.class
        })
final class PlanCommand {}
