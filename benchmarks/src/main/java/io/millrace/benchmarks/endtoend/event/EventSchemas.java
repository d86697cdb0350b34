/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * Debezium's envelope around a row, field by field as its PostgreSQL source 3.6 sends it. Immutable.
 *
 * @param topic name of the topic, from which schemas are named
 * @param shape of the rows
 * @param key schema of the key
 * @param row schema of a row on its own
 * @param after schema of a row in the envelope
 * @param envelope schema of the envelope
 */
record EventSchemas(String topic, RowShape shape, Schema key, Schema row, Schema after, Schema envelope) {
    private static final String VERSION = "3.6.3.Final";
    private static final long FIRST_MILLIS = 1_790_000_000_000L;
    private static final long FIRST_LSN = 33_725_440L;
    private static final Schema SNAPSHOT = SchemaBuilder.string()
            .name("io.debezium.data.Enum")
            .version(1)
            .parameter("allowed", "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental")
            .optional()
            .defaultValue("false")
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .version(1)
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field("snapshot", SNAPSHOT)
            .field("db", Schema.STRING_SCHEMA)
            .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
            .field("origin", Schema.OPTIONAL_STRING_SCHEMA)
            .field("origin_lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    private static final Schema TRANSACTION = SchemaBuilder.struct()
            .name("event.block")
            .version(1)
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .field("data_collection_order", Schema.INT64_SCHEMA)
            .optional()
            .build();

    static EventSchemas of(String topic, RowShape shape) {
        Schema after = shape.schema(topic + ".Value", true);
        Schema envelope = SchemaBuilder.struct()
                .name(topic + ".Envelope")
                .version(2)
                .field("before", after)
                .field("after", after)
                .field("source", SOURCE)
                .field("transaction", TRANSACTION)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema key = SchemaBuilder.struct()
                .name(topic + ".Key")
                .field(RowShape.ID, Schema.INT64_SCHEMA)
                .build();
        return new EventSchemas(topic, shape, key, shape.schema(topic + ".Value", false), after, envelope);
    }

    Struct key(long id) {
        return new Struct(key).put(RowShape.ID, id);
    }

    Struct row(long id, long revision) {
        return shape.row(row, id, revision);
    }

    /** An insert, or an update with the default replica identity, which has nothing before it. */
    Struct envelope(long id, long revision, boolean insert) {
        long millis = FIRST_MILLIS + revision;
        return new Struct(envelope)
                .put("after", shape.row(after, id, revision))
                .put("source", source(revision, millis))
                .put("op", insert ? "c" : "u")
                .put("ts_ms", millis + 455)
                .put("ts_us", (millis + 455) * 1_000 + 587)
                .put("ts_ns", (millis + 455) * 1_000_000 + 587_588);
    }

    private Struct source(long revision, long millis) {
        String[] names = topic.split("\\.", -1);
        long lsn = FIRST_LSN + revision * 184;
        return new Struct(SOURCE)
                .put("version", VERSION)
                .put("connector", "postgresql")
                .put("name", names[0])
                .put("ts_ms", millis)
                .put("snapshot", "false")
                .put("db", "source")
                .put("sequence", "[\"" + lsn + "\",\"" + lsn + "\"]")
                .put("ts_us", millis * 1_000 + 131)
                .put("ts_ns", millis * 1_000_000 + 131_637)
                .put("schema", "public")
                .put("table", names[names.length - 1])
                .put("txId", 781 + revision)
                .put("lsn", lsn);
    }
}
