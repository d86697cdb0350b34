/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.report;

/** A part of the report with a heading of its own. One thread. */
public interface Section {
    /** The heading. */
    String title();

    /** Writes what stands below the heading. */
    void write(Html out);
}
