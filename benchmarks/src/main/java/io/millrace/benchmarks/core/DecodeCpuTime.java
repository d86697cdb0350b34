/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.core;

import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.RawRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.record.SourcePartition;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How many times less processor time raw decoding takes than Connect's JsonConverter and our decoder behind it. JMH measures
 * the time on the wall, which says little on a machine that others use, too; this measures what the thread itself has used,
 * both ways in turn. Run by hand; one thread.
 */
public final class DecodeCpuTime {
    private static final int RECORDS = 512;
    private static final int WARM_UPS = 15;
    private static final int ROUNDS = 15;
    private static final int TIMES = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DecodeCpuTime() {}

    public static void main(String[] arguments) {
        SourcePartition source = new SourcePartition(Events.PARTITION, 1);
        for (DecodeFormat format : new DecodeFormat[] {DecodeFormat.JSON_WITH_SCHEMA, DecodeFormat.JSON}) {
            for (RecordShape shape : new RecordShape[] {RecordShape.ENVELOPE_10, RecordShape.ENVELOPE_50}) {
                RawRecords raw = new RawRecords(format);
                SinkRecord[] records = raw.make(shape, RECORDS);
                EventDecoder bytes = new EventDecoder(raw.settings());
                EventDecoder converted = new EventDecoder(Events.settings());
                long[][] nanos = new long[2][ROUNDS];
                for (int round = -WARM_UPS; round < ROUNDS; round++) {
                    long direct = nanosPerRecord(records, record -> bytes.decode(record, source));
                    long around = nanosPerRecord(records, record -> converted.decode(raw.converted(record), source));
                    if (round >= 0) {
                        nanos[0][round] = direct;
                        nanos[1][round] = around;
                    }
                }
                long direct = quantile(nanos[0], 2);
                long around = quantile(nanos[1], 2);
                System.out.printf(
                        "%s %s: raw %d ns (quartiles %d, %d), converter %d ns (%d, %d), ratio %.1f%n",
                        format,
                        shape,
                        direct,
                        quantile(nanos[0], 1),
                        quantile(nanos[0], 3),
                        around,
                        quantile(nanos[1], 1),
                        quantile(nanos[1], 3),
                        (double) around / direct);
            }
        }
    }

    private static long nanosPerRecord(SinkRecord[] records, Consumer<SinkRecord> decode) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TIMES; i++) {
            for (SinkRecord record : records) {
                decode.accept(record);
            }
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / ((long) TIMES * records.length);
    }

    private static long quantile(long[] values, int quarters) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * quarters / 4];
    }
}
