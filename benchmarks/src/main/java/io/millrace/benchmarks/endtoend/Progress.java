/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Says on the terminal what is being done, how much of how much, and for how long yet. Confined to one thread. */
final class Progress {
    private static final double GUESS_SECONDS = 12;

    private final PrintStream out;
    private final Map<String, Double> secondsByKind = new HashMap<>();
    private int done;

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Says what begins. */
    void begin(Plan plan, Plan.Step step) {
        done++;
        double left = 0;
        for (Plan.Step each : plan.steps().subList(done - 1, plan.steps().size())) {
            left += secondsByKind.getOrDefault(each.kind(), mean());
        }
        out.print(String.format(
                Locale.ROOT,
                "[%3d/%d, %s left] %-30s %-36s %-10s ",
                done,
                plan.steps().size(),
                text(Duration.ofSeconds((long) left)),
                step.scenario(),
                step.subject().id(),
                step.round() > 0 ? "round " + step.round() : "warm-up"));
        out.flush();
    }

    /** Says what has come of it. */
    void end(Plan.Step step, double seconds, String result) {
        secondsByKind.put(step.kind(), seconds);
        say(result);
    }

    private double mean() {
        return secondsByKind.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(GUESS_SECONDS);
    }

    private static String text(Duration time) {
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
