/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.measure.Latency.Load;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured, in order: all subjects of a scenario in turn, round by round, so that whatever else the machine does
 * meets each of them alike. Immutable.
 *
 * @param scenarios in their order
 * @param rounds how many count
 */
record Plan(List<Scenario> scenarios, int rounds) {
    Plan {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * The same work for several subjects.
     *
     * @param id in lower case, kind first
     * @param title for people
     * @param form of the records
     * @param work what is done
     * @param warmUps rounds that count for nothing
     * @param subjects who does it
     */
    record Scenario(String id, String title, Form form, Work work, int warmUps, List<Subject> subjects) {
        Scenario {
            subjects = List.copyOf(subjects);
        }
    }

    /** What is done in a scenario. */
    sealed interface Work {}

    /** A full topic is drained into a target. */
    record DrainWork(Workload workload, Into target) implements Work {}

    /** What a topic is drained into. */
    enum Into {
        TABLE,
        INDEX,
        BUCKET
    }

    /** Records come at a rate. */
    record PacedWork(Load load) implements Work {}

    /**
     * One measurement.
     *
     * @param of what is done
     * @param subject who does it
     * @param round from 1; 0 and below do not count
     */
    record Step(Scenario of, Subject subject, int round) {
        String scenario() {
            return of.id();
        }

        /** Steps of the same kind take about the same time. */
        String kind() {
            return of.id() + "/" + subject.id();
        }
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            for (int round = 1 - scenario.warmUps(); round <= rounds; round++) {
                for (int i = 0; i < scenario.subjects().size(); i++) {
                    // Each round begins with another one: nobody is always the first after something else.
                    int turn = Math.floorMod(i + round, scenario.subjects().size());
                    steps.add(new Step(scenario, scenario.subjects().get(turn), round));
                }
            }
        }
        return steps;
    }

    Map<String, Subject> subjects() {
        Map<String, Subject> subjects = new LinkedHashMap<>();
        scenarios.forEach(scenario -> scenario.subjects().forEach(subject -> subjects.put(subject.id(), subject)));
        return subjects;
    }
}
