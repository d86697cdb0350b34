/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.EventBytes;
import io.millrace.benchmarks.endtoend.event.Form;
import io.millrace.benchmarks.endtoend.event.RowShape;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.TargetTable;
import io.millrace.benchmarks.endtoend.rig.TopicWriter;
import io.millrace.benchmarks.endtoend.rig.WorkerCost.Sample;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the moment at which a record is due to be sent until its row is committed, while records come at
 * a fixed rate whatever becomes of them (an open loop: a record that is sent late, as things are slow, has waited, too).
 *
 * <p>The commit's time is the server's own note, to which the median time from such a note to the acknowledgement is added,
 * measured by bare upserts just before. All clocks are the same machine's. Confined to one thread.
 */
public final class Latency {
    private static final int FIRST_AFTER_NANOS = 200_000_000;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Rig rig;
    private final ExpectedContent expected;

    /**
     * @param rig the servers
     * @param expected what tables must hold
     */
    public Latency(Rig rig, ExpectedContent expected) {
        this.rig = rig;
        this.expected = expected;
    }

    /**
     * How records come.
     *
     * @param rate records per second
     * @param warmUpSeconds how long before anything counts
     * @param seconds how long it is measured
     */
    public record Load(int rate, int warmUpSeconds, int seconds) {
        int warmUpRecords() {
            return rate * warmUpSeconds;
        }

        /**
         * How many records that makes.
         *
         * @return records, warm-up included
         */
        public int records() {
            return rate * (warmUpSeconds + seconds);
        }
    }

    /**
     * Sends records and looks when their rows came.
     *
     * @param subject who
     * @param form what records look like
     * @param load how they come
     * @return figures: percentiles, cost, and the bare upserts
     * @throws SQLException if PostgreSQL does not answer
     * @throws IOException never, as no other target is asked
     * @throws IllegalStateException if the sink fails, or the table holds anything else than it must
     */
    public Map<String, Double> measure(Subject subject, Form form, Load load) throws SQLException, IOException {
        Workload workload = Workload.inserts("paced_" + load.rate(), RowShape.USUAL, load.records());
        TargetTable.Content content = expected.of(workload);
        String topic = rig.newTopic(workload, form);
        byte[][] keys = new byte[load.records()][];
        byte[][] values = new byte[load.records()][];
        EventBytes bytes = rig.bytes(topic, workload, form);
        for (int i = 0; i < load.records(); i++) {
            keys[i] = bytes.key(i);
            values[i] = bytes.value(i);
        }
        // All of these bytes would be copied from one young generation to the next while records are being sent.
        System.gc();
        Map<String, Double> figures = new HashMap<>(BareUpsert.measure(rig));
        try (TargetTable table = rig.table(workload.shape());
                RunningSink sink = RunningSink.start(
                        rig.rest(), subject, ConnectorConfig.of(subject, topic, form, table.name(), rig.place()));
                TopicWriter writer = rig.promptWriter()) {
            sink.awaitStarted();
            writer.prepare(topic);
            long[] sent = new long[load.records()];
            Sample before = rig.cost().sample();
            WallClock clock = WallClock.now();
            long first = System.nanoTime() + FIRST_AFTER_NANOS;
            for (int i = 0; i < load.records(); i++) {
                awaitTime(due(first, i, load.rate()));
                int record = i;
                writer.send(topic, keys[i], values[i], () -> sent[record] = System.nanoTime());
            }
            writer.flush();
            int last = load.records() - 1;
            sink.await("event " + last, () -> table.revision(last) == last);
            Sample used = rig.cost().sample().since(before);
            sink.await("the rows it must leave", () -> table.content().equals(content));
            figures.put(Figures.CPU, used.cpuNanos() / 1_000.0 / load.records());
            figures.put(Figures.BYTES, (double) used.bytes() / load.records());
            double acknowledge = figures.getOrDefault(Figures.ACKNOWLEDGE, 0.0);
            figures.putAll(percentiles(table, clock, first, load, acknowledge));
            figures.putAll(untilKafkaHasThem(sent, first, load));
        }
        return figures;
    }

    private static Map<String, Double> percentiles(
            TargetTable table, WallClock clock, long first, Load load, double acknowledge) throws SQLException {
        long[] commits = table.commitMicros(load.records());
        double[] millis = new double[load.records()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = (commits[i] - clock.micros(due(first, i, load.rate()))) / 1_000.0 + acknowledge;
        }
        Percentiles all = counted(millis, load);
        return Map.of(
                Figures.P50, all.at(50),
                Figures.P90, all.at(90),
                Figures.P99, all.at(99),
                Figures.P999, all.at(99.9),
                Figures.MAX, all.at(100));
    }

    /** What no sink can do anything about. The writer has been flushed. */
    private static Map<String, Double> untilKafkaHasThem(long[] sent, long first, Load load) {
        double[] millis = new double[load.records()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = (sent[i] - due(first, i, load.rate())) / NANOS_PER_MILLI;
        }
        Percentiles all = counted(millis, load);
        return Map.of(Figures.BROKER_P50, all.at(50), Figures.BROKER_P99, all.at(99));
    }

    private static Percentiles counted(double[] millis, Load load) {
        return Percentiles.of(Arrays.copyOfRange(millis, load.warmUpRecords(), millis.length));
    }

    private static long due(long first, int record, int rate) {
        return first + (long) (record * (NANOS / rate));
    }

    private static void awaitTime(long nanoTime) {
        long wait = nanoTime - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = nanoTime - System.nanoTime();
        }
    }
}
