/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.LetterId;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import io.millrace.testkit.simulation.SimulatedCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;

/** A log of random changes of a few rows, some of which the target refuses. Confined to one thread. */
final class OrderLog implements SimulatedCluster.Source {
    static final String TOPIC = "shop.public.orders";
    static final String TABLE = "orders";
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.public.orders.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("quantity", SchemaBuilder.int32().defaultValue(1).build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Random random;
    private final ChangeTopic topic = new ChangeTopic(TOPIC, ROW, List.of("id"));
    private final List<List<SinkRecord>> partitions = new ArrayList<>();
    private final List<List<Change>> changes = new ArrayList<>();
    private final Map<Long, Map<String, Object>> source = new TreeMap<>();
    private final boolean truncates;

    enum Kind {
        WHOLE,
        PART,
        DELETE,
        NOTHING,
        TRUNCATE
    }

    /** One record: what it does to its row, and whether the target refuses it. */
    record Change(Kind kind, TopicPartition partition, long offset, long id, boolean poison, Map<String, Object> row) {
        /** The letter that it becomes. */
        LetterId letter() {
            return LetterId.of(
                    OrderSimulation.CONNECTOR,
                    new Coordinates(partition.topic(), partition.partition(), offset, 0, TimestampType.CREATE_TIME));
        }

        /** The same with a whole row that the target takes. */
        Change edited(Map<String, Object> other) {
            return new Change(Kind.WHOLE, partition, offset, id, false, other);
        }

        @Override
        public String toString() {
            return kind + (poison ? " poison " : " ") + partition.partition() + "@" + offset + " of " + id;
        }
    }

    OrderLog(Random random, int partitionCount, int keys, int count, boolean deletes) {
        this(random, partitionCount, keys, count, deletes, false);
    }

    /** @param truncates whether there is one right before each new row that the target refuses */
    OrderLog(Random random, int partitionCount, int keys, int count, boolean deletes, boolean truncates) {
        this.random = random;
        this.truncates = truncates;
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
            changes.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            change(random.nextInt(keys), deletes);
        }
    }

    private void change(long id, boolean deletes) {
        int kind = random.nextInt(100);
        Map<String, Object> known = source.get(id);
        boolean poison = random.nextInt(100) < 8;
        if (known == null) {
            if (truncates && poison) {
                append(id, Kind.TRUNCATE, false, Map.of(), topic::truncate);
            }
            whole(id, "c", poison);
        } else if (kind < 15 && deletes) {
            source.remove(id);
            append(id, Kind.DELETE, false, Map.of("id", id), at -> topic.delete(at, Map.of("id", id)));
            append(id, Kind.NOTHING, false, Map.of("id", id), at -> topic.tombstone(at, Map.of("id", id)));
        } else if (kind < 35) {
            part(id, known);
        } else {
            whole(id, "u", poison);
        }
    }

    private void whole(long id, String op, boolean poison) {
        Map<String, Object> row = row(id, random, poison);
        source.put(id, row);
        append(id, Kind.WHOLE, poison, row, at -> topic.upsert(at, op, row));
    }

    /** The source leaves the note out, because it has not changed. */
    private void part(long id, Map<String, Object> known) {
        Map<String, Object> row = row(id, random, false);
        row.put("note", known.get("note"));
        source.put(id, row);
        Map<String, Object> sent = new HashMap<>(row);
        sent.put("note", ChangeTopic.UNAVAILABLE);
        Map<String, Object> part = new HashMap<>(row);
        part.remove("note");
        append(id, Kind.PART, false, part, at -> topic.upsert(at, "u", sent));
    }

    /** The record that somebody puts in the place of one: a whole row. */
    SinkRecord edited(Change change, Map<String, Object> row) {
        return topic.upsert(
                new At(change.partition().partition(), change.offset(), 1_800_000_000_000L + change.offset()),
                "u",
                row);
    }

    /** A row that the target takes, unless it shall not. */
    static Map<String, Object> row(long id, Random random, boolean poison) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("name", random.nextInt(4) == 0 ? null : "name-" + random.nextInt(1_000));
        row.put("quantity", random.nextInt(100));
        row.put("note", random.nextInt(4) == 0 ? null : "note-" + random.nextInt(1_000));
        if (poison) {
            row.put("note", MemoryServer.POISON);
        }
        return row;
    }

    private interface Maker {
        SinkRecord at(At at);
    }

    private void append(long id, Kind kind, boolean poison, Map<String, Object> row, Maker maker) {
        int partition = Math.floorMod(Long.hashCode(id) * 31, partitions.size());
        List<SinkRecord> log = partitions.get(partition);
        changes.get(partition).add(new Change(kind, new TopicPartition(TOPIC, partition), log.size(), id, poison, row));
        log.add(maker.at(new At(partition, log.size(), 1_800_000_000_000L + log.size())));
    }

    @Override
    public List<TopicPartition> topicPartitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            all.add(new TopicPartition(TOPIC, i));
        }
        return all;
    }

    @Override
    public List<SinkRecord> records(TopicPartition partition) {
        return partitions.get(partition.partition());
    }

    @Override
    public int pollBound() {
        return 8;
    }

    Change change(TopicPartition partition, long offset) {
        return changes.get(partition.partition()).get(Math.toIntExact(offset));
    }

    /** The changes of each row, in order. */
    Map<Long, List<Change>> byKey() {
        Map<Long, List<Change>> byKey = new TreeMap<>();
        for (List<Change> partition : changes) {
            for (Change change : partition) {
                byKey.computeIfAbsent(change.id(), id -> new ArrayList<>()).add(change);
            }
        }
        return byKey;
    }
}
