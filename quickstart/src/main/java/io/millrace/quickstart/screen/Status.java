/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.screen;

import java.util.List;

/**
 * How a system is doing at the moment: one line of the live table.
 *
 * @param name the system
 * @param rows rows of each table, in the tables' order
 * @param changesPerSecond changes made or received since the last look, per second
 * @param p50Millis median latency; NaN if there is none
 * @param p99Millis 99th percentile of the latency; NaN if there is none
 */
public record Status(String name, List<Long> rows, double changesPerSecond, double p50Millis, double p99Millis) {
    /** Copies the rows. */
    public Status {
        rows = List.copyOf(rows);
    }

    long total() {
        return rows.stream().mapToLong(Long::longValue).sum();
    }
}
