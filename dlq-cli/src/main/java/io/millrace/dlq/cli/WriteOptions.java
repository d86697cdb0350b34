/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who wants something changed, why, and that it is meant. */
final class WriteOptions {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(names = "--yes", description = "Do it. Without --yes and --plan, only what would be done is shown.")
    boolean yes;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Do it, under this name; each plan needs its own.")
    @Nullable
    String plan;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who, for the audit. The user of this shell if not given.")
    @Nullable
    String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    @Nullable
    String reason;

    boolean isConfirmed() {
        return yes || plan != null;
    }

    /** Name of the plan: the one given, or a new one. */
    String plan(Main.Surroundings surroundings) {
        if (plan != null) {
            return plan;
        }
        String stamp = Instant.ofEpochMilli(surroundings.clock().millis())
                .atOffset(ZoneOffset.UTC)
                .format(STAMP);
        return stamp + "-" + Integer.toHexString(0x1000 + surroundings.random().nextInt(0xF000));
    }

    String by() {
        return by == null ? System.getProperty("user.name", "unknown") : by;
    }

    /** A command of whoever runs this. */
    Command command(
            String name,
            String connector,
            Action action,
            Selection selection,
            ReplayOptions replay,
            @Nullable Edit edit,
            long now) {
        return new Command(name, connector, action, selection, replay, edit, by(), reason, now);
    }
}
