/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.sink.spi.Target;
import io.millrace.testkit.memory.MemoryLogTarget;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.simulation.PipelineSimulation.Plan;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Runs many simulations. A failure names its seed; {@code -Dmillrace.seed=<seed>} runs that one alone, and
 * {@code -Dmillrace.runs=<n>} more of them.
 */
class PipelineSimulationTest {
    private static final int RUNS = Integer.getInteger("millrace.runs", 100);

    @Test
    void calm_endsInTheModelsState() {
        run(new Plan(Keeping.ROWS, false, false, false, true), server -> new MemoryTarget(server, 1, true));
    }

    @Test
    void faults_answersPerEntry() {
        run(new Plan(Keeping.ROWS, true, false, false, true), server -> new MemoryTarget(server, 3, true));
    }

    @Test
    void faults_culpritsFoundByBisecting() {
        run(new Plan(Keeping.ROWS, true, false, false, true), server -> new MemoryTarget(server, 2, false));
    }

    @Test
    void crashesAndRebalances_replayConverges() {
        run(new Plan(Keeping.ROWS, true, true, false, false), server -> new MemoryTarget(server, 2, false));
    }

    @Test
    void crashesAndRebalances_withDeletes() {
        run(new Plan(Keeping.NEWEST_ROWS, true, true, false, true), server -> new MemoryTarget(server, 2, true));
    }

    @Test
    void zombies_areFencedByVersions() {
        run(new Plan(Keeping.NEWEST_ROWS, true, true, true, false), server -> new MemoryTarget(server, 2, true));
    }

    @Test
    void tablesThatGo_areHeldBackAlone() {
        run(new Plan(Keeping.ROWS, true, false, false, true, true), server -> new MemoryTarget(server, 1, false));
    }

    @Test
    void tablesThatGo_answersPerEntry() {
        run(new Plan(Keeping.ROWS, true, false, false, true, true), server -> new MemoryTarget(server, 3, true));
    }

    @Test
    void tablesThatGo_crashesAndRebalances() {
        run(new Plan(Keeping.ROWS, true, true, false, false, true), server -> new MemoryTarget(server, 2, false));
    }

    @Test
    void tablesThatGo_zombies() {
        run(new Plan(Keeping.NEWEST_ROWS, true, true, true, true, true), server -> new MemoryTarget(server, 2, true));
    }

    @Test
    void log_publishesLateAndSettlesRanges() {
        run(
                new Plan(Keeping.LOG, true, true, true, true),
                server -> new MemoryLogTarget(server, 300_000_000L, 3_000, false));
    }

    @Test
    void log_tablesThatGo_holdBackTheirPartitions() {
        run(
                new Plan(Keeping.LOG, true, true, true, true, true),
                server -> new MemoryLogTarget(server, 300_000_000L, 3_000, false));
    }

    @Test
    void logThatKeepsOffsets_holdsEveryEventOnce() {
        run(
                new Plan(Keeping.LOG, false, true, false, true),
                server -> new MemoryLogTarget(server, 300_000_000L, 3_000, true));
    }

    private void run(Plan plan, Function<MemoryServer, Target> targets) {
        Long only = Long.getLong("millrace.seed");
        List<Long> seeds = only == null ? Seeds.madeOf(new Random().nextLong(), RUNS) : List.of(only);
        for (long seed : seeds) {
            try {
                new PipelineSimulation(seed, plan, targets).run();
            } catch (Throwable e) {
                throw new AssertionError("Seed " + seed + " (repeat with -Dmillrace.seed=" + seed + ")", e);
            }
        }
    }
}
