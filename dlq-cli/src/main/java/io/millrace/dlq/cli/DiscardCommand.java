/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import picocli.CommandLine.Command;

/** Gives letters up. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = "Gives letters up: their records are never to be applied. They stay on the topic.")
final class DiscardCommand extends SelectionCommand {
    DiscardCommand(Main.Surroundings surroundings) {
        super(surroundings, Action.DISCARD);
    }

    @Override
    void check() {
        if (write.author.reason == null || write.author.reason.isBlank()) {
            throw DlqException.usage("say why: --reason");
        }
    }
}
