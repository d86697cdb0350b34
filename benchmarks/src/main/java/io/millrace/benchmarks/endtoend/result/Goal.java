/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be reached, as a figure of ours against another of the same round. Immutable.
 *
 * @param text for people
 * @param scenario id of the scenario in which it shows
 * @param ours ids of our subjects, of which the first that was measured counts
 * @param measure what is compared, and how
 * @param target what is to be reached
 */
public record Goal(String text, String scenario, List<String> ours, Measure measure, double target) {
    /** Copies the list. */
    public Goal {
        ours = List.copyOf(ours);
    }

    /** What is compared, and how. */
    public sealed interface Measure {
        /** Whether more is better. */
        boolean atLeast();
    }

    /**
     * A figure of ours divided by the same figure of another subject.
     *
     * @param figure its name
     * @param other id of the other
     * @param atLeast whether more is better
     */
    public record Ratio(String figure, String other, boolean atLeast) implements Measure {}

    /**
     * A figure of ours less another figure of the same measurement.
     *
     * @param figure its name
     * @param other name of what is taken off
     */
    public record Excess(String figure, String other) implements Measure {
        @Override
        public boolean atLeast() {
            return false;
        }
    }

    /**
     * What has come of a goal.
     *
     * @param goal which
     * @param subject id of ours that was measured
     * @param found one value for each round
     */
    public record Outcome(Goal goal, String subject, Spread found) {
        /** Whether the median reaches the target. */
        public boolean met() {
            return goal.measure.atLeast() ? found.median() >= goal.target : found.median() <= goal.target;
        }

        /** How far the median is from the target, as a part of the target; positive if it is better. */
        public double distance() {
            double relative = found.median() / goal.target - 1;
            return goal.measure.atLeast() ? relative : -relative;
        }
    }

    /**
     * Looks at results.
     *
     * @param results of one run
     * @return what has come of it, or {@code null} if nothing was measured that says so
     */
    public @Nullable Outcome outcome(ResultSet results) {
        for (String subject : ours) {
            Spread found = found(results, subject);
            if (found.count() > 0) {
                return new Outcome(this, subject, found);
            }
        }
        return null;
    }

    private Spread found(ResultSet results, String subject) {
        if (measure instanceof Ratio ratio) {
            return results.ratio(scenario, subject, ratio.other, ratio.figure);
        }
        Excess excess = (Excess) measure;
        List<Double> found = new ArrayList<>();
        Map<Integer, Double> others = results.values(scenario, subject, excess.other);
        results.values(scenario, subject, excess.figure).forEach((round, value) -> {
            Double other = others.get(round);
            if (other != null) {
                found.add(value - other);
            }
        });
        return Spread.of(found);
    }
}
