/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** That something is meant to be changed, under which name, and whether to see it done. */
final class WriteOptions {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(names = "--yes", description = "Do it. Without --yes and --plan, only what would be done is shown.")
    boolean yes;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Do it, under this name; each plan needs its own.")
    @Nullable
    String plan;

    @Option(
            names = "--no-wait",
            description = "Leave it to the connector's tasks, running or not, and end; else wait until it is done.")
    boolean noWait;

    @Mixin
    Author author = new Author();

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
}
