/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.elasticsearch.DocumentSettings;
import io.millrace.elasticsearch.DocumentSettings.IdOverflow;
import io.millrace.elasticsearch.DocumentSettings.VersionSource;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.wire.WireBuffer;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What encoding costs in memory beyond the bytes that are sent. */
class EncodingCostTest {
    private static final int MOST_BYTES_PER_RECORD = 300;
    private static final int RECORDS = 20_000;

    private static Upsert event() {
        RowShape keyShape = new RowShape("key", List.of(new Column("id", ColumnType.of(Kind.INT64), false)));
        RowShape shape = new RowShape(
                "row",
                List.of(
                        new Column("id", ColumnType.of(Kind.INT64), false),
                        new Column("name", ColumnType.of(Kind.STRING), true),
                        new Column("note", ColumnType.of(Kind.STRING), true),
                        new Column("quantity", ColumnType.of(Kind.INT32), true),
                        new Column("price", ColumnType.decimal(12, 4), true),
                        new Column("ratio", ColumnType.of(Kind.FLOAT64), true),
                        new Column("flag", ColumnType.of(Kind.BOOLEAN), true),
                        new Column("day", ColumnType.of(Kind.DATE), true),
                        new Column("at", ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS), true),
                        new Column("uid", ColumnType.of(Kind.UUID), true)));
        SourcePartition source = new SourcePartition(new TopicPartition("shop.public.orders", 0), 1);
        return new Upsert(
                new Origin(source, 123_456_789L, 1L),
                new Destination("shop.public.orders"),
                new RowKey(new ArrayRow(keyShape, 4_711_000_000L)),
                new ArrayRow(
                        shape,
                        4_711_000_000L,
                        "a name of some length",
                        "ein Vermerk mit Umlauten: äöü",
                        42L,
                        new BigDecimal("12345.6789"),
                        0.1,
                        true,
                        20_455L,
                        1_767_323_045_678_901L,
                        "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f"),
                SourceOperation.CREATE,
                1L,
                new SinkRecord("shop.public.orders", 0, null, null, null, null, 0),
                500);
    }

    private static BulkEncoder encoder() {
        IndexCreation present = new IndexCreation(true);
        present.assumePresent("shop.public.orders");
        Indices indices = new Indices(new java.util.concurrent.ConcurrentHashMap<>(), present, null);
        DocumentSettings settings =
                new DocumentSettings(1, true, '|', IdOverflow.HASH, Optional.empty(), VersionSource.KAFKA, 1);
        return new BulkEncoder(new ActionLines(settings, indices), indices);
    }

    @Test
    void lines_areThoseOfTheBulkApi() throws Exception {
        WireBuffer out = new WireBuffer(64);
        BulkEncoder encoder = encoder();
        encoder.encode(event(), out);
        encoder.encode(event(), out);

        String line =
                """
                {"index":{"_index":"shop.public.orders","_id":"4711000000","version":281475100167446,"version_type":"external"}}
                {"id":4711000000,"name":"a name of some length","note":"ein Vermerk mit Umlauten: äöü","quantity":42,"price":12345.6789,"ratio":0.1,"flag":true,"day":"2026-01-02","at":"2026-01-02T03:04:05.678901","uid":"8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f"}
                """;
        assertThat(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8))
                .isEqualTo(line + line);
    }

    @Test
    void tenColumns_costLittleBeyondTheirBytes() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BulkEncoder encoder = encoder();
        WireBuffer out = new WireBuffer(1 << 20);
        Upsert event = event();
        long allocated = 0;
        // The first rounds also pay for the compiler's and the buffers' beginnings.
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RECORDS; i++) {
                encoder.encode(event, out);
                if (out.size() > 1 << 19) {
                    out.clear();
                }
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.println("Encoding allocates " + allocated / RECORDS + " B/record");

        assertThat(allocated / RECORDS).isLessThanOrEqualTo(MOST_BYTES_PER_RECORD);
    }
}
