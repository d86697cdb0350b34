/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who wants something done, and why. */
final class Author {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who, for the audit. The user of this shell if not given.")
    @Nullable
    String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    @Nullable
    String reason;

    /** A command of whoever runs this. */
    Command command(
            String plan,
            String connector,
            Action action,
            Selection selection,
            ReplayOptions replay,
            List<Edit> edits,
            long now) {
        String who = by == null ? System.getProperty("user.name", "unknown") : by;
        return new Command(plan, connector, action, selection, replay, edits, who, reason, now);
    }
}
