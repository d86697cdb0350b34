/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import java.util.SplittableRandom;

/**
 * A sequence of events. Immutable.
 *
 * @param name in lower case, fit for the name of a topic and of a table
 * @param shape of the rows
 * @param records how many events
 * @param keys how many different rows; as many as there are events if each event creates a row
 */
public record Workload(String name, RowShape shape, int records, int keys) {
    /** Refuses more rows than events. */
    public Workload {
        if (keys < 1 || keys > records) {
            throw new IllegalArgumentException(records + " events cannot be of " + keys + " rows");
        }
    }

    /**
     * Events that create a row each.
     *
     * @param name in lower case, fit for the name of a topic and of a table
     * @param shape of the rows
     * @param records how many
     * @return the events
     */
    public static Workload inserts(String name, RowShape shape, int records) {
        return new Workload(name, shape, records, records);
    }

    /** Whether rows are changed and not only created. */
    public boolean repeatsKeys() {
        return keys < records;
    }

    /**
     * The key of an event: ascending if each event creates a row, else drawn by lot, the same in every run.
     *
     * @param event number of the event, from 0
     * @return its row's key
     */
    public long id(int event) {
        return repeatsKeys() ? new SplittableRandom(event).nextInt(keys) : event;
    }
}
