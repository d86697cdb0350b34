/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.testkit.order.OrderSimulation.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Keys stay in order behind their dead letters, whatever happens. One seed again: {@code -Dmillrace.seed=<seed>}. */
final class OrderSimulationTest {
    private static final int RUNS = Integer.getInteger("millrace.simulations", 60);
    private static final int EVERY_STEP_RUNS = Math.max(1, RUNS / 20);

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HALT")
    void calm_endsAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(new Plan(policy, 120, false, false, false, true));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HALT")
    void faults_endAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(new Plan(policy, 120, true, false, false, true));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HALT")
    void crashesAndRebalances_endAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(new Plan(policy, 120, true, true, false, true));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HALT")
    void zombies_changeNothing(OrderPolicy policy) throws Exception {
        simulate(new Plan(policy, 120, true, true, true, false));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HALT")
    void crashBetweenEveryTwoDurableSteps_endsAsInTheModel(OrderPolicy policy) throws Exception {
        Plan plan = new Plan(policy, 60, false, false, false, true);
        long crashes = 0;
        for (int i = 0; i < EVERY_STEP_RUNS; i++) {
            long seed = Long.getLong("millrace.seed", 7_000L + i);
            OrderSimulation calm = new OrderSimulation(seed, plan);
            run(calm, seed, plan, 0);
            for (long step = 1; step < calm.durableSteps(); step++) {
                OrderSimulation simulation = new OrderSimulation(seed, plan);
                simulation.crashAfter(step);
                run(simulation, seed, plan, step);
                crashes++;
            }
        }
        assertThat(crashes).as("durable steps that were followed by a crash").isGreaterThan(10L * EVERY_STEP_RUNS);
    }

    private static void simulate(Plan plan) throws Exception {
        Long given = Long.getLong("millrace.seed");
        for (int i = 0; i < (given == null ? RUNS : 1); i++) {
            long seed = given == null ? System.nanoTime() ^ (0x9E3779B97F4A7C15L * i) : given;
            run(new OrderSimulation(seed, plan), seed, plan, 0);
        }
    }

    private static void run(OrderSimulation simulation, long seed, Plan plan, long crashAfter) throws Exception {
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ", " + plan + (crashAfter == 0 ? "" : ", crash after step " + crashAfter) + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
