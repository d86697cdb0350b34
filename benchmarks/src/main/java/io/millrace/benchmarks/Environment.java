/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/** Where and when something is measured. Stateless. */
public final class Environment {
    private Environment() {}

    /** Facts for people, in the order in which they should be read. */
    public static Map<String, String> facts(Path root, String command, Clock clock) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Date",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .format(ZonedDateTime.now(clock.withZone(ZoneOffset.UTC))));
        facts.put("Command", command);
        facts.put("Commit", commit(root));
        facts.put("Machine", machine());
        facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put(
                "Load when it began",
                String.format(
                        Locale.ROOT,
                        "%.1f on %d processors (other work makes times longer and their errors larger)",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        Runtime.getRuntime().availableProcessors()));
        facts.put("Kafka", AppInfoParser.getVersion());
        facts.put("PostgreSQL driver", org.postgresql.util.DriverInfo.DRIVER_VERSION);
        return facts;
    }

    private static String machine() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return processor() + ", " + system.getAvailableProcessors() + " processors, "
                + (system.getTotalMemorySize() >> 30) + " GiB";
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux: the architecture must do.
        }
        return System.getProperty("os.arch");
    }

    /** The commit, and whether files differ from it. */
    private static String commit(Path root) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*")
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? text.strip() : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
