/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs of one scenario: those that fail do not keep others from being run, and all that fail are told. Confined to one thread. */
final class SeededRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SeededRuns.class);
    /** Failures that are told whole; of a fault that is everywhere, some will do. */
    private static final int MOST_FAILURES = 20;

    private final Scenario scenario;
    private final String origin;
    private final List<Long> seeds;
    private final List<AssertionError> failures = new ArrayList<>();
    private final long begun = System.nanoTime();
    private long durableSteps;
    private long crashPoints;

    /** @param origin where the seeds come from, for those who read what was run */
    SeededRuns(Scenario scenario, String origin, List<Long> seeds) {
        this.scenario = scenario;
        this.origin = origin;
        this.seeds = seeds;
    }

    List<Long> seeds() {
        return seeds;
    }

    /** Runs whose tasks have all died right after a durable step. */
    long crashPoints() {
        return crashPoints;
    }

    /** Runs a seed in peace, or as peacefully as its scenario is. Returns the number of its durable steps. */
    long run(long seed) throws Exception {
        OrderSimulation simulation = new OrderSimulation(seed, scenario);
        run(simulation, "seed " + seed + ", " + scenario);
        durableSteps += simulation.durableSteps();
        return simulation.durableSteps();
    }

    /** Runs a seed with a crash of all tasks right after a durable step. */
    void crash(long seed, long step) throws Exception {
        OrderSimulation simulation = new OrderSimulation(seed, scenario);
        simulation.crashAfter(step);
        crashPoints++;
        run(simulation, "seed " + seed + ", " + scenario + ", crash after step " + step);
    }

    private void run(OrderSimulation simulation, String what) throws Exception {
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            AssertionError failure = new AssertionError(what + ": " + e.getMessage(), e);
            if (failures.size() < MOST_FAILURES) {
                failures.add(failure);
            } else {
                throw tell(failure);
            }
        }
    }

    /** Says what was run, and fails if any of it has failed. */
    void end(String test) {
        LOG.info(
                "{} {}: {} seeds ({}) of {} changes; {} durable steps, crashes after {} of them; {} s",
                test,
                scenario.policy(),
                seeds.size(),
                origin,
                scenario.changes(),
                durableSteps,
                crashPoints,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        if (!failures.isEmpty()) {
            throw tell(failures.remove(0));
        }
    }

    private AssertionError tell(AssertionError failure) {
        failures.forEach(failure::addSuppressed);
        return failure;
    }
}
