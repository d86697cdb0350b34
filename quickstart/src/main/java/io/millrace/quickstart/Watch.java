/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.SinkMetrics;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.quickstart.screen.LiveTable;
import io.millrace.quickstart.screen.Screen;
import io.millrace.quickstart.screen.Status;
import io.millrace.quickstart.shop.Catalogue;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Shows how source and targets are doing while the workload runs. Confined to one thread. */
final class Watch {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    /** The sinks' percentiles look back so far; before, they would tell of the snapshot, which has waited for them. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Pipeline pipeline;
    private final Screen screen;
    private final LiveTable live;
    private final Map<String, Double> lastChanges = new HashMap<>();
    private long start;
    private long lastLook;

    private Watch(Pipeline pipeline, Screen screen, LiveTable live) {
        this.pipeline = pipeline;
        this.screen = screen;
        this.live = live;
    }

    /** Takes a first look, which the rates are counted from. */
    static Watch begin(Pipeline pipeline, Screen screen, LiveTable live) throws IOException, SQLException {
        Watch watch = new Watch(pipeline, screen, live);
        watch.look(System.nanoTime());
        return watch;
    }

    /** Returns when the time is up, or before if the workload or a connector has failed. */
    void during(Duration time, Workload workload) throws IOException, SQLException {
        Duration every = screen.isTerminal() ? LOOK_EVERY : LINE_EVERY;
        start = System.nanoTime();
        long next = start + every.toNanos();
        while (workload.running() && System.nanoTime() - start < time.toNanos()) {
            if (System.nanoTime() - next >= 0) {
                next += every.toNanos();
                show(Duration.ofNanos(System.nanoTime() - start), time);
                pipeline.checkRunning();
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos() / 10);
        }
    }

    private void show(Duration elapsed, Duration time) throws IOException, SQLException {
        List<Status> systems = look(System.nanoTime());
        String clock = String.format("%02d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
        if (screen.isTerminal()) {
            screen.draw(live.table(clock + " of " + time.toSeconds() + " s", systems));
        } else {
            screen.say(live.line(clock, systems));
        }
    }

    private List<Status> look(long now) throws IOException, SQLException {
        double seconds = (now - lastLook) / NANOS_PER_SECOND;
        lastLook = now;
        List<Status> systems = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (Table table : pipeline.tables()) {
            rows.add(Catalogue.count(pipeline.source(), table));
        }
        systems.add(new Status(
                "source", rows, rate("source", (double) pipeline.shop().changes(), seconds), Double.NaN, Double.NaN));
        boolean settled = now - start > WINDOW.toNanos();
        for (ReplicaTarget target : pipeline.targets()) {
            SinkMetrics.Sample sample = pipeline.sample(target);
            systems.add(new Status(
                    target.name(),
                    rows(target),
                    rate(target.name(), sample.received(), seconds),
                    settled ? sample.p50Millis() : Double.NaN,
                    settled ? sample.p99Millis() : Double.NaN));
        }
        return systems;
    }

    private List<Long> rows(ReplicaTarget target) throws IOException, SQLException {
        List<Long> rows = new ArrayList<>();
        for (Table table : pipeline.tables()) {
            rows.add(target.count(table));
        }
        return rows;
    }

    /** A sink's count starts anew when its task moves to another worker: then the rate is that since the start. */
    private double rate(String name, double changes, double seconds) {
        Double before = lastChanges.put(name, changes);
        double since = before == null || before > changes ? 0 : before;
        return (changes - since) / seconds;
    }
}
