/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.pipeline.Pipeline;
import io.millrace.quickstart.pipeline.Verdict;
import io.millrace.quickstart.screen.LiveTable;
import io.millrace.quickstart.screen.Screen;
import io.millrace.quickstart.screen.VerdictTable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Runs a connected pipeline from its first change to the verdict. Confined to one thread. */
final class Quickstart {
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(3);

    private final Pipeline pipeline;
    private final Screen screen;
    private final LiveTable live;

    Quickstart(Pipeline pipeline, Screen screen) {
        this.pipeline = pipeline;
        this.screen = screen;
        this.live = new LiveTable(pipeline.tables().stream().map(Table::name).toList());
    }

    /** Lets the workload run, waits until all is drained, compares, and writes what was found. */
    Verdict run(int seconds, int changesPerSecond) throws IOException, SQLException {
        screen.headline("Running the store for " + seconds + " s at about " + changesPerSecond + " changes/s");
        Watch watch = Watch.begin(pipeline, screen, live);
        try (Workload workload = Workload.start(pipeline.shop(), changesPerSecond)) {
            watch.during(Duration.ofSeconds(seconds), workload);
            workload.stop();
        }
        screen.keep();
        screen.say(
                "changes/s: rows changed in the source; records a sink has got (two for a delete, three for a change of key)");
        screen.say(
                "p50, p99: from the commit in the source to the target's acknowledgement, over the last 10 s, by the sinks' own metrics");

        screen.headline("The store has closed after "
                + LiveTable.count(pipeline.shop().changes()) + " changes; waiting until everything has come through");
        drain();

        new DeadLetterStep(pipeline, screen).run(this::drain);

        screen.headline("Comparing every column of every row");
        Verdict verdict = pipeline.compare();
        VerdictTable.write(screen, live.tables(), verdict);
        return verdict;
    }

    /** Not to be through in time is no reason to stop: what is missing shows in the verdict. */
    private void drain() throws SQLException {
        String[] last = {""};
        boolean drained = pipeline.drain().await(DRAINED_WITHIN, progress -> {
            screen.draw(List.of("  " + progress));
            last[0] = progress;
        });
        screen.say(
                "  " + last[0] + (drained ? "" : screen.bad(": gave up after " + DRAINED_WITHIN.toSeconds() + " s")));
    }
}
