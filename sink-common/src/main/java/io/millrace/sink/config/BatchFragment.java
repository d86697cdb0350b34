/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How large batches grow and how much may be under way. */
public final class BatchFragment implements ConfigFragment {
    static final String MAX_RECORDS = "batch.max.records";
    static final String MAX_BYTES = "batch.max.bytes";
    static final String BUFFER_BYTES = "buffer.max.bytes";
    static final String CLOSE_TIMEOUT = "close.timeout.ms";

    private final int maxRecords;
    private final int maxBytes;
    private final long bufferBytes;

    /**
     * @param maxRecords the target's default for the most entries of a batch
     * @param maxBytes the target's default for the most bytes of a batch
     * @param bufferBytes the target's default for the bytes that a task may hold
     */
    public BatchFragment(int maxRecords, int maxBytes, long bufferBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.bufferBytes = bufferBytes;
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Batches")
                .add(
                        MAX_RECORDS,
                        Type.INT,
                        maxRecords,
                        Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Most records",
                        "Most records of one write. There is no least: an idle connection sends what it has at once, and a"
                                + " batch grows only while another write is under way.")
                .add(
                        MAX_BYTES,
                        Type.INT,
                        maxBytes,
                        Range.between(1_024, 1 << 30),
                        Importance.MEDIUM,
                        "Most bytes",
                        "Most bytes of one write, in the target's wire form. A single larger record is still sent, alone.")
                .add(
                        BUFFER_BYTES,
                        Type.LONG,
                        bufferBytes,
                        Range.atLeast(1 << 16),
                        Importance.MEDIUM,
                        "Buffer",
                        "Bytes that a task may hold for records under way (an estimate). Above it the task pauses its"
                                + " partitions, and resumes them below half of it. Records that are held back, since their"
                                + " destination takes nothing for now or something else must come first, may be half as much"
                                + " again before the partitions they come from are paused; in all there is never more than"
                                + " twice this and one poll.")
                .add(
                        CLOSE_TIMEOUT,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Close timeout",
                        "Longest wait in ms for a write under way when partitions are lost or the task ends.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        Number batch = config.number(MAX_BYTES);
        Number buffer = config.number(BUFFER_BYTES);
        if (batch != null && buffer != null && batch.longValue() > buffer.longValue()) {
            problems.add(
                    BUFFER_BYTES,
                    "is " + buffer + ", less than one batch ('" + MAX_BYTES + "' is " + batch
                            + "); make it at least that");
        }
    }

    /** Most entries of a batch. */
    public static int maxRecords(AbstractConfig config) {
        return config.getInt(MAX_RECORDS);
    }

    /** Most bytes of a batch. */
    public static int maxBytes(AbstractConfig config) {
        return config.getInt(MAX_BYTES);
    }

    /** Bytes under way above which the task pauses. */
    public static long bufferBytes(AbstractConfig config) {
        return config.getLong(BUFFER_BYTES);
    }

    /** Longest wait for writes under way. */
    public static Duration closeTimeout(AbstractConfig config) {
        return Duration.ofMillis(config.getLong(CLOSE_TIMEOUT));
    }
}
