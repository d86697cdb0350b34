/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import picocli.CommandLine.Command;

/** Has keys caught up. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Has all letters of the selected letters' keys applied in order, until the keys are clean.")
final class ReleaseCommand extends SelectionCommand {
    ReleaseCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.RELEASE);
    }
}
