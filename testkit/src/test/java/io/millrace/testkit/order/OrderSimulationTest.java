/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.testkit.simulation.Seeds;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys stay in order behind their dead letters, whatever happens. A build runs a few seeds, always the same, so that it is red
 * for what has changed. One seed again: {@code -Dmillrace.seed=<seed>}; others, made up: {@code -Dmillrace.simulations=<seeds of
 * each test>} and {@code -Dmillrace.crash.simulations=<seeds of each test that is cut off at every step>}; only some of those
 * steps: {@code -Dmillrace.crash.stride=<steps>}. Each test prints what it has run.
 */
final class OrderSimulationTest {
    private static final @Nullable Long SEED = Long.getLong("millrace.seed");
    private static final boolean LONG_RUN = Integer.getInteger("millrace.simulations") != null;
    private static final int RUNS = Integer.getInteger("millrace.simulations", 2);
    private static final int CRASH_RUNS = Integer.getInteger("millrace.crash.simulations", Math.max(1, RUNS / 20));
    private static final int STRIDE = Integer.getInteger("millrace.crash.stride", LONG_RUN ? 1 : 10);
    private static final Random ORIGINS = new Random();

    private String test = "";

    @BeforeEach
    void name(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
    }

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
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void tooManyLetters_areWaitedForUntilPeopleHaveSeenToThem(OrderPolicy policy) throws Exception {
        simulate(Scenario.calm(policy, 120).withOperator().withCrashes().withFewLetters());
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

    private void crashEverywhere(Scenario scenario) throws Exception {
        SeededRuns runs = runs(scenario, CRASH_RUNS, 7_000);
        for (long seed : runs.seeds()) {
            long steps = runs.run(seed);
            for (long step = 1 + Math.floorMod(seed, STRIDE); step < steps; step += STRIDE) {
                runs.crash(seed, step);
            }
        }
        runs.end(test);
        assertThat(runs.crashPoints())
                .as("durable steps that were followed by a crash")
                .isGreaterThan(10L / STRIDE * runs.seeds().size());
    }

    private void simulate(Scenario scenario) throws Exception {
        SeededRuns runs = runs(scenario, RUNS, 9_000);
        for (long seed : runs.seeds()) {
            runs.run(seed);
        }
        runs.end(test);
    }

    private static SeededRuns runs(Scenario scenario, int count, long ofABuild) {
        if (SEED != null) {
            return new SeededRuns(scenario, "that was asked for", List.of(SEED));
        }
        long origin = LONG_RUN ? ORIGINS.nextLong() : ofABuild;
        return new SeededRuns(scenario, "made of " + origin, Seeds.madeOf(origin, count));
    }
}
