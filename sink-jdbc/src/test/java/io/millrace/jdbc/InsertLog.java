/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.simulation.SimulatedCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A random log of rows to be inserted: events that may need a parent row, which comes by another topic and often later;
 * and some that the table never takes. Every row names its record.
 */
final class InsertLog implements SimulatedCluster.Source {
    static final String[] TABLES = {
        "CREATE TABLE parents (id bigint PRIMARY KEY, origin text NOT NULL)",
        "CREATE TABLE events (id bigint NOT NULL, origin text NOT NULL, parent bigint REFERENCES parents,"
                + " note text CHECK (note <> 'poison'))"
    };

    private static final int PARENTS = 6;
    private static final Schema KEY =
            SchemaBuilder.struct().name("Key").field("id", Schema.INT64_SCHEMA).build();
    private static final Schema PARENT = SchemaBuilder.struct()
            .name("Parent")
            .field("id", Schema.INT64_SCHEMA)
            .field("origin", Schema.STRING_SCHEMA)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .name("Event")
            .field("id", Schema.INT64_SCHEMA)
            .field("origin", Schema.STRING_SCHEMA)
            .field("parent", Schema.OPTIONAL_INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Map<TopicPartition, List<SinkRecord>> partitions = new HashMap<>();
    private final List<String> origins = new ArrayList<>();
    private int poison;

    InsertLog(Random random) {
        int count = 1 + random.nextInt(3);
        int keys = 1 + random.nextInt(20);
        int changes = 100 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            partitions.put(new TopicPartition("events", i), new ArrayList<>());
        }
        TopicPartition parents = new TopicPartition("parents", 0);
        partitions.put(parents, new ArrayList<>());
        for (long id = 0; id < PARENTS; id++) {
            String origin = origin(parents);
            origins.add(origin);
            append(parents, id, PARENT, new Struct(PARENT).put("id", id).put("origin", origin));
        }
        for (int i = 0; i < changes; i++) {
            long id = random.nextInt(keys);
            TopicPartition partition = new TopicPartition("events", (int) (id % count));
            boolean refused = random.nextInt(25) == 0;
            String origin = origin(partition);
            append(
                    partition,
                    id,
                    EVENT,
                    new Struct(EVENT)
                            .put("id", id)
                            .put("origin", origin)
                            .put("parent", random.nextInt(4) == 0 ? (long) random.nextInt(PARENTS) : null)
                            .put("note", refused ? "poison" : "note"));
            if (refused) {
                poison++;
            } else {
                origins.add(origin);
            }
        }
    }

    private String origin(TopicPartition partition) {
        return partition + "@" + records(partition).size();
    }

    private void append(TopicPartition partition, long id, Schema schema, Struct row) {
        List<SinkRecord> log = records(partition);
        log.add(new SinkRecord(
                partition.topic(),
                partition.partition(),
                KEY,
                new Struct(KEY).put("id", id),
                schema,
                row,
                log.size(),
                1_800_000_000_000L,
                TimestampType.CREATE_TIME));
    }

    @Override
    public List<TopicPartition> topicPartitions() {
        return List.copyOf(partitions.keySet());
    }

    @Override
    public List<SinkRecord> records(TopicPartition partition) {
        return partitions.get(partition);
    }

    @Override
    public int pollBound() {
        return 25;
    }

    /** The records that must be in the tables. */
    List<String> origins() {
        return origins;
    }

    int poisonCount() {
        return poison;
    }

    boolean isPoison(SinkRecord record) {
        return record.value() instanceof Struct row && row.schema() == EVENT && "poison".equals(row.getString("note"));
    }
}
