/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.sink.lane.LaneExecutor;
import java.util.ArrayDeque;

/**
 * Runs lanes on the benchmark's own thread, so that one operation is all the work that a record makes and none of the
 * waiting. Confined to one thread.
 */
public final class InlineLanes implements LaneExecutor {
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

    @Override
    public void execute(Runnable turn) {
        turns.addLast(turn);
    }

    @Override
    public void schedule(Runnable turn, long delayNanos) {
        throw new IllegalStateException("A lane waits, but nothing fails here");
    }

    /** Runs turns until no lane wants another one. */
    public void drain() {
        for (Runnable turn = turns.pollFirst(); turn != null; turn = turns.pollFirst()) {
            turn.run();
        }
    }

    @Override
    public void close() {
        turns.clear();
    }
}
