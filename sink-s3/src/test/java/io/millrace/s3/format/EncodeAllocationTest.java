/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.wire.WireBuffer;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row of ten columns costs in garbage, from event to object, compression aside. */
class EncodeAllocationTest {
    private static final int ROWS = 50_000;

    private final Events events = new Events();

    private ChangeEvent order() {
        RowShape keys = new RowShape("key", List.of(new Column("id", ColumnType.of(Kind.INT64), false)));
        RowShape columns = new RowShape(
                "orders",
                List.of(
                        new Column("id", ColumnType.of(Kind.INT64), false),
                        new Column("customer", ColumnType.of(Kind.INT64), false),
                        new Column("status", ColumnType.of(Kind.STRING), false),
                        new Column("amount", ColumnType.decimal(12, 2), false),
                        new Column("quantity", ColumnType.of(Kind.INT32), false),
                        new Column("paid", ColumnType.of(Kind.BOOLEAN), false),
                        new Column("created", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS), false),
                        new Column("day", ColumnType.of(Kind.DATE), true),
                        new Column("weight", ColumnType.of(Kind.FLOAT64), true),
                        new Column("note", ColumnType.of(Kind.STRING), true)));
        return events.upsert(
                new ArrayRow(keys, 42L),
                new ArrayRow(
                        columns,
                        42L,
                        7_000_000L,
                        "SHIPPED",
                        new BigDecimal("1234.56"),
                        3,
                        true,
                        1_800_000_000_000_000L,
                        20_455,
                        12.5,
                        "leave it at the door, please"));
    }

    @ParameterizedTest
    @CsvSource({"JSON, 100", "AVRO, 150"})
    void row_allocatesLittle(Format kind, long budget) throws Exception {
        RowFormat format = RowFormat.of(kind, Compression.NONE, 6);
        ChangeEvent event = order();
        WireBuffer out = new WireBuffer(4_096);
        try (ObjectAppender appender =
                format.begin(format.layout(event, null), "place", OutputStream.nullOutputStream())) {
            encode(format, appender, event, out);
            long before = allocated();
            encode(format, appender, event, out);
            long bytes = (allocated() - before) / ROWS;

            assertThat(bytes).isLessThanOrEqualTo(budget);
        }
    }

    private static void encode(RowFormat format, ObjectAppender appender, ChangeEvent event, WireBuffer out)
            throws Exception {
        RowLayout layout = null;
        for (int i = 0; i < ROWS; i++) {
            out.clear();
            format.encode(event, out);
            layout = format.layout(event, layout);
            appender.append(out.array(), 0, out.size());
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
