/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import io.millrace.benchmarks.endtoend.result.Goal.Excess;
import io.millrace.benchmarks.endtoend.result.Goal.Outcome;
import io.millrace.benchmarks.endtoend.result.Goal.Ratio;
import java.util.ArrayList;
import java.util.List;

/** The goals of this project for its speed. Stateless. */
public final class Goals {
    private static final List<String> DEFAULTS = List.of("millrace-raw", "millrace");
    private static final List<String> BEST = List.of("millrace-raw-best", "millrace-best");

    /** All goals, in the order in which they are reported. */
    public static final List<Goal> ALL = List.of(
            faster(
                    "Debezium JSON, rows/s: ours to Debezium's sink, both at defaults",
                    "debezium-json",
                    DEFAULTS,
                    "debezium",
                    5),
            faster(
                    "Debezium Avro, rows/s: ours to Debezium's sink, both at their best",
                    "debezium-avro",
                    BEST,
                    "debezium-best",
                    2.5),
            faster("Flat Avro, rows/s: ours to the limit of the server", "flat-avro", BEST, "plain-5000x1", 0.85),
            new Goal(
                    "Hot keys, events/s: ours to Debezium's sink, both at defaults",
                    "hot/debezium-avro",
                    DEFAULTS,
                    new Ratio(Figures.RATE, "debezium", true),
                    5),
            quicker(500, 0.25),
            quicker(2_000, 0.35),
            quicker(10_000, 0.06),
            new Goal(
                    "Latency at 500/s, p50 in ms: ours less a bare upsert",
                    "latency/500",
                    DEFAULTS,
                    new Excess(Figures.P50, Figures.BARE),
                    1));

    private Goals() {}

    private static Goal faster(String text, String form, List<String> ours, String other, double target) {
        return new Goal(text, "drain/" + form, ours, new Ratio(Figures.RATE, other, true), target);
    }

    private static Goal quicker(int rate, double target) {
        return new Goal(
                String.format(
                        java.util.Locale.ROOT,
                        "Latency at %,d/s, p99: ours to Debezium's sink, both at defaults",
                        rate),
                "latency/" + rate,
                DEFAULTS,
                new Ratio(Figures.P99, "debezium", false),
                target);
    }

    /**
     * What has come of all goals.
     *
     * @param results of one run
     * @return outcomes of those of which something was measured
     */
    public static List<Outcome> outcomes(ResultSet results) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Goal goal : ALL) {
            Outcome outcome = goal.outcome(results);
            if (outcome != null) {
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }
}
