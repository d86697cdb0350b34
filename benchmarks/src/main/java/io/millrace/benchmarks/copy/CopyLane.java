/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.copy;

import io.millrace.benchmarks.data.EventBatch;
import io.millrace.benchmarks.data.Events;
import io.millrace.benchmarks.data.NoSettlements;
import io.millrace.benchmarks.data.OrderRecords;
import io.millrace.benchmarks.data.RecordShape;
import io.millrace.jdbc.JdbcPlugin;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Target;
import io.millrace.sink.spi.WriteResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A lane of the JDBC sink that writes orders of its own to a database. One thread at a time. */
final class CopyLane implements AutoCloseable {
    /** Each lane has as many keys for itself. */
    private static final long KEYS = 1L << 32;

    private final Target target;
    private final LaneParts parts;
    private final long firstKey;
    private final Map<RecordShape, OrderRecords> records = new EnumMap<>(RecordShape.class);
    private final EventDecoder decoder = new EventDecoder(Events.settings());

    /**
     * @param mode {@code insert.mode} as in the configuration
     * @param copyFrom {@code copy.min.values} as in the configuration
     * @param number which lane of the database it is
     */
    CopyLane(String url, String user, String password, String mode, int copyFrom, int number) {
        JdbcPlugin plugin = new JdbcPlugin();
        target = plugin.target(
                new SinkConfig(plugin)
                        .parse(Map.of(
                                "connection.url", url,
                                "connection.user", user,
                                "connection.password", password,
                                "insert.mode", mode,
                                "copy.min.values", Integer.toString(copyFrom))),
                "copy-" + number);
        parts = NoSettlements.laneOf(target);
        firstKey = number * KEYS;
    }

    /** Encoded batches of {@code size} rows each, of consecutive keys from the lane's {@code first} on. */
    List<EventBatch> batches(RecordShape shape, long first, int size, int count) throws Exception {
        OrderRecords of = records.computeIfAbsent(shape, OrderRecords::new);
        List<EventBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventBatch batch =
                    new EventBatch(Events.decode(decoder, of.makeFrom(firstKey + first + (long) i * size, size)));
            batch.encode(parts.encoder());
            batches.add(batch);
        }
        return batches;
    }

    void write(List<EventBatch> batches) throws Exception {
        for (EventBatch batch : batches) {
            if (parts.writer().write(batch) != WriteResult.ALL_WRITTEN) {
                throw new IllegalStateException("Rows were not written");
            }
        }
    }

    @Override
    public void close() {
        parts.writer().close();
        target.close();
    }
}
