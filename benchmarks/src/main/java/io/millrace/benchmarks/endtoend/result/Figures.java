/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.result;

/** Names of figures in results. Stateless. */
public final class Figures {
    /** Rows, documents or objects' rows per second, first to last. */
    public static final String RATE = "rows-per-second";

    /** Processor time of the worker's JVM for a record, in µs. */
    public static final String CPU = "worker-cpu-micros-per-record";

    /** Bytes that the worker's JVM has allocated for a record. */
    public static final String BYTES = "worker-bytes-per-record";

    /** Mean size of the records' values on the topic, in bytes. */
    public static final String VALUE_BYTES = "value-bytes";

    /** Time from the scheduled sending to the commit, in ms: median. */
    public static final String P50 = "latency-p50-ms";

    /** The same, 90th percentile. */
    public static final String P90 = "latency-p90-ms";

    /** The same, 99th percentile. */
    public static final String P99 = "latency-p99-ms";

    /** The same, 99.9th percentile. */
    public static final String P999 = "latency-p99.9-ms";

    /** The same, the longest. */
    public static final String MAX = "latency-max-ms";

    /** Time of a bare upsert of one row, from call to acknowledgement, in ms: median. */
    public static final String BARE = "bare-upsert-p50-ms";

    /** What lies between the server's note of a commit and its acknowledgement, in ms: median. */
    public static final String ACKNOWLEDGE = "commit-to-acknowledgement-p50-ms";

    /** Time from the scheduled sending until the broker has acknowledged the record, in ms: median. */
    public static final String BROKER_P50 = "broker-p50-ms";

    /** The same, 99th percentile. */
    public static final String BROKER_P99 = "broker-p99-ms";

    private Figures() {}
}
