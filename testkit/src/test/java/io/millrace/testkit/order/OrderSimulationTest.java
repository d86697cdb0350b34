/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static io.millrace.testkit.order.Trait.CRASHES;
import static io.millrace.testkit.order.Trait.EXACTLY_ONCE;
import static io.millrace.testkit.order.Trait.FAULTS;
import static io.millrace.testkit.order.Trait.FEW_LETTERS;
import static io.millrace.testkit.order.Trait.LEDGER_IN_TARGET;
import static io.millrace.testkit.order.Trait.OPERATOR;
import static io.millrace.testkit.order.Trait.ZOMBIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.testkit.simulation.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys stay in order behind their dead letters, whatever happens. A build runs a few seeds, always the same, so that it is red
 * for what has changed. One seed again: {@code -Dmillrace.seed=<seed>}; others, made up: {@code -Dmillrace.simulations=<seeds of
 * each combination>} and {@code -Dmillrace.crash.simulations=<seeds of each combination that is cut off at every step>}; only
 * some of those steps: {@code -Dmillrace.crash.stride=<steps>}. Each test prints what it has run.
 */
final class OrderSimulationTest {
    private static final @Nullable Long SEED = Long.getLong("millrace.seed");
    private static final boolean LONG_RUN = Integer.getInteger("millrace.simulations") != null;
    private static final int RUNS = Integer.getInteger("millrace.simulations", 5);
    private static final int CRASH_RUNS = Integer.getInteger("millrace.crash.simulations", Math.max(1, RUNS / 20));
    private static final int STRIDE = Integer.getInteger("millrace.crash.stride", 1);
    private static final Random ORIGINS = new Random();

    private static final List<Case> SIMULATED = List.of(
            new Case("calm ends as in the model"),
            new Case("faults end as in the model", FAULTS),
            new Case("crashes and rebalances end as in the model", FAULTS, CRASHES),
            new Case("zombies change nothing", FAULTS, ZOMBIES),
            new Case("people get what they want in calm", OPERATOR),
            new Case("people get what they want in spite of crashes", OPERATOR, FAULTS, CRASHES),
            new Case("people get what they want in spite of zombies", OPERATOR, FAULTS, ZOMBIES),
            new Case("too many letters are waited for until people have seen to them", OPERATOR, CRASHES, FEW_LETTERS),
            new Case("people get what they want where progress is kept", EXACTLY_ONCE, OPERATOR, FAULTS, CRASHES),
            new Case("zombies change nothing where progress is kept", EXACTLY_ONCE, OPERATOR, FAULTS, ZOMBIES),
            new Case("a ledger in the target says what its rows say", LEDGER_IN_TARGET, OPERATOR, FAULTS, CRASHES),
            new Case("zombies write nothing into the target's ledger", LEDGER_IN_TARGET, OPERATOR, FAULTS, ZOMBIES),
            new Case(
                    "a ledger in the target says what its rows say, where progress is kept, too",
                    LEDGER_IN_TARGET,
                    EXACTLY_ONCE,
                    OPERATOR,
                    FAULTS,
                    CRASHES));

    private static final List<Case> CUT_OFF = List.of(
            new Case("it ends as in the model"),
            new Case("what people want is kept", OPERATOR),
            new Case("what people want is kept where progress is", EXACTLY_ONCE, OPERATOR),
            new Case("a ledger in the target says what its rows say", LEDGER_IN_TARGET, EXACTLY_ONCE, OPERATOR));

    /**
     * What is simulated with one policy after the other.
     *
     * @param shows what its runs show
     */
    private record Case(String shows, Set<Trait> traits) {
        Case(String shows, Trait... traits) {
            this(shows, Set.of(traits));
        }

        Stream<Arguments> withPolicies() {
            return Arrays.stream(OrderPolicy.values())
                    // Nobody waits for letters that nobody can see to.
                    .filter(policy -> policy != OrderPolicy.NONE || !traits.contains(FEW_LETTERS))
                    .map(policy -> arguments(this, policy));
        }

        Scenario scenario(OrderPolicy policy, int changes) {
            return new Scenario(policy, changes, traits);
        }

        @Override
        public String toString() {
            return shows;
        }
    }

    private static Stream<Arguments> simulated() {
        return SIMULATED.stream().flatMap(Case::withPolicies);
    }

    private static Stream<Arguments> cutOff() {
        return CUT_OFF.stream().flatMap(Case::withPolicies);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("simulated")
    void whateverHappens(Case row, OrderPolicy policy) throws Exception {
        SeededRuns runs = runs(row.scenario(policy, 120), RUNS, 9_000);
        for (long seed : runs.seeds()) {
            runs.run(seed);
        }
        runs.end(row.shows());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cutOff")
    void crashBetweenEveryTwoDurableSteps(Case row, OrderPolicy policy) throws Exception {
        SeededRuns runs = runs(row.scenario(policy, 30), CRASH_RUNS, 7_000);
        for (long seed : runs.seeds()) {
            long steps = runs.run(seed);
            for (long step = 1 + Math.floorMod(seed, STRIDE); step < steps; step += STRIDE) {
                runs.crash(seed, step);
            }
        }
        runs.end("crash between every two durable steps: " + row.shows());
        assertThat(runs.crashPoints())
                .as("durable steps that were followed by a crash")
                .isGreaterThan(10L / STRIDE * runs.seeds().size());
    }

    private static SeededRuns runs(Scenario scenario, int count, long ofABuild) {
        if (SEED != null) {
            return new SeededRuns(scenario, "that was asked for", List.of(SEED));
        }
        long origin = LONG_RUN ? ORIGINS.nextLong() : ofABuild;
        return new SeededRuns(scenario, "made of " + origin, Seeds.madeOf(origin, count));
    }
}
