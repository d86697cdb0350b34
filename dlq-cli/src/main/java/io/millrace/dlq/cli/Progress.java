/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.io.PrintWriter;
import java.time.InstantSource;

/** Says on the error stream how far long work is. Short work is not talked about. Confined to the main thread. */
final class Progress {
    private static final long SILENT_MS = 2_000;
    private static final long BETWEEN_MS = 1_000;

    private final PrintWriter err;
    private final InstantSource clock;
    private final long start;
    private long last;
    private boolean spoke;

    Progress(PrintWriter err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
        this.start = clock.millis();
        this.last = start + SILENT_MS - BETWEEN_MS;
    }

    void show(String verb, long done, long total) {
        long now = clock.millis();
        if (now - last < BETWEEN_MS) {
            return;
        }
        last = now;
        spoke = true;
        long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
        err.print("\r" + verb + " " + done + " of " + total + " (" + percent + " %)   ");
        err.flush();
    }

    /** Ends the line, if there is one. */
    void end() {
        if (spoke) {
            err.println();
            spoke = false;
        }
    }
}
