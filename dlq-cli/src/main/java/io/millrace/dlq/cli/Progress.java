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
    private int width;
    private boolean spoke;

    Progress(PrintWriter err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
        this.start = clock.millis();
        this.last = start + SILENT_MS - BETWEEN_MS;
    }

    /** ms since the epoch. */
    long now() {
        return clock.millis();
    }

    void show(String verb, long done, long total) {
        long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
        show(verb + " " + done + " of " + total + " (" + percent + " %)");
    }

    /** Writes a line over the last one, unless that was a moment ago. */
    void show(String line) {
        long now = clock.millis();
        if (now - last < BETWEEN_MS) {
            return;
        }
        last = now;
        err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        err.flush();
        width = line.length();
        spoke = true;
    }

    /** Ends the line, if there is one. */
    void end() {
        if (spoke) {
            err.println();
            spoke = false;
        }
    }
}
