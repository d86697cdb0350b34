/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.sink.lane.LaneExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs lanes when and in the order the test decides, on the test's thread. Confined to one thread. */
public final class ManualExecutor implements LaneExecutor {
    private final ManualTime time;
    private final List<Runnable> ready = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private boolean closed;

    public ManualExecutor(ManualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable turn) {
        if (!closed) {
            ready.add(turn);
        }
    }

    @Override
    public void schedule(Runnable turn, long delayNanos) {
        if (!closed) {
            timers.add(new Timer(time.nanos() + delayNanos, turn));
        }
    }

    /** Runs one turn that is ready, any of them. Returns whether there was one. */
    public boolean runOne(Random random) {
        fireTimers();
        if (ready.isEmpty()) {
            return false;
        }
        ready.remove(random.nextInt(ready.size())).run();
        return true;
    }

    private void fireTimers() {
        List<Timer> due =
                timers.stream().filter(timer -> timer.at <= time.nanos()).toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.turn.run());
    }

    /** Lets time pass until the next timer goes off. Returns whether there is one. */
    public boolean advanceToNextTimer() {
        long next = timers.stream().mapToLong(Timer::at).min().orElse(Long.MAX_VALUE);
        if (next == Long.MAX_VALUE) {
            return false;
        }
        time.advanceTo(next);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        ready.clear();
        timers.clear();
    }

    private record Timer(long at, Runnable turn) {}
}
