/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.OrderPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys stay in order behind their dead letters, whatever happens. One seed again: {@code -Dmillrace.seed=<seed>}; more of them:
 * {@code -Dmillrace.simulations=<runs of each test>}.
 */
final class OrderSimulationTest {
    /** A build runs the same seeds each time, so that it is red for what has changed; a long run makes up its own. */
    private static final boolean LONG_RUN = Integer.getInteger("millrace.simulations") != null;

    private static final int RUNS = Integer.getInteger("millrace.simulations", 2);
    private static final int EVERY_STEP_RUNS = Math.max(1, RUNS / 20);
    /** In a build, some of the steps; in a long run, all. */
    private static final int STRIDE = RUNS < 20 ? 10 : 1;

    @ParameterizedTest
    @EnumSource
    void calm_endsAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120));
    }

    @ParameterizedTest
    @EnumSource
    void faults_endAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withFaults());
    }

    @ParameterizedTest
    @EnumSource
    void crashesAndRebalances_endAsInTheModel(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withFaults().withCrashes());
    }

    @ParameterizedTest
    @EnumSource
    void zombies_changeNothing(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withFaults().withZombies());
    }

    @ParameterizedTest
    @EnumSource
    void people_getWhatTheyWantInCalm(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withOperator());
    }

    @ParameterizedTest
    @EnumSource
    void people_getWhatTheyWantInSpiteOfCrashes(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withOperator().withFaults().withCrashes());
    }

    @ParameterizedTest
    @EnumSource
    void people_getWhatTheyWantInSpiteOfZombies(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withOperator().withFaults().withZombies());
    }

    @ParameterizedTest
    @EnumSource
    void people_getWhatTheyWantOfATargetThatKeepsProgress(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120)
                .withProgress()
                .withOperator()
                .withFaults()
                .withCrashes());
    }

    @ParameterizedTest
    @EnumSource
    void zombies_changeNothingAtATargetThatKeepsProgress(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120)
                .withProgress()
                .withOperator()
                .withFaults()
                .withZombies());
    }

    @ParameterizedTest
    @EnumSource
    void ledgerInTheTarget_saysTheSameAsItsRows(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120)
                .withLedgerInTarget()
                .withOperator()
                .withFaults()
                .withCrashes());
    }

    @ParameterizedTest
    @EnumSource
    void ledgerInATargetThatKeepsProgress_saysTheSameAsItsRows(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120)
                .withLedgerInTarget()
                .withProgress()
                .withOperator()
                .withFaults()
                .withCrashes());
    }

    @ParameterizedTest
    @EnumSource
    void zombies_writeNothingIntoALedgerInTheTarget(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120)
                .withLedgerInTarget()
                .withOperator()
                .withFaults()
                .withZombies());
    }

    @ParameterizedTest
    @EnumSource
    void crashBetweenEveryTwoDurableStepsWithTheLedgerInTheTarget_leavesBothAlike(OrderPolicy policy) throws Exception {
        crashEverywhere(
                Scenario.calm(policy, 30).withLedgerInTarget().withProgress().withOperator());
    }

    @ParameterizedTest
    @EnumSource
    void crashBetweenEveryTwoDurableSteps_endsAsInTheModel(OrderPolicy policy) throws Exception {
        crashEverywhere(Scenario.calm(policy, 30));
    }

    @ParameterizedTest
    @EnumSource
    void crashBetweenEveryTwoDurableStepsOfATargetThatKeepsProgress_keepsWhatPeopleWant(OrderPolicy policy)
            throws Exception {
        crashEverywhere(Scenario.calm(policy, 30).withProgress().withOperator());
    }

    @ParameterizedTest
    @EnumSource
    void crashBetweenEveryTwoDurableStepsWithPeople_keepsWhatTheyWant(OrderPolicy policy) throws Exception {
        crashEverywhere(Scenario.calm(policy, 30).withOperator());
    }

    private static void crashEverywhere(Scenario scenario) throws Exception {
        long crashes = 0;
        for (int i = 0; i < EVERY_STEP_RUNS; i++) {
            long seed = Long.getLong("millrace.seed", 7_000L + i);
            OrderSimulation calm = new OrderSimulation(seed, scenario);
            run(calm, seed, scenario, 0);
            for (long step = 1 + seed % STRIDE; step < calm.durableSteps(); step += STRIDE) {
                OrderSimulation simulation = new OrderSimulation(seed, scenario);
                simulation.crashAfter(step);
                run(simulation, seed, scenario, step);
                crashes++;
            }
        }
        assertThat(crashes)
                .as("durable steps that were followed by a crash")
                .isGreaterThan(20L / STRIDE * EVERY_STEP_RUNS);
    }

    private static void simulate(Scenario scenario) throws Exception {
        Long given = Long.getLong("millrace.seed");
        for (int i = 0; i < (given == null ? RUNS : 1); i++) {
            long made = LONG_RUN ? System.nanoTime() ^ (0x9E3779B97F4A7C15L * i) : 9_000L + i;
            long seed = given == null ? made : given;
            run(new OrderSimulation(seed, scenario), seed, scenario, 0);
        }
    }

    private static void run(OrderSimulation simulation, long seed, Scenario scenario, long crashAfter)
            throws Exception {
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ", " + scenario + (crashAfter == 0 ? "" : ", crash after step " + crashAfter)
                            + ": " + e.getMessage(),
                    e);
        }
    }
}
