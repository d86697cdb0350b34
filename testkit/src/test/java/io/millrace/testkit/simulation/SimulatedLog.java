/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A random history of one table, as a change topic with some partitions, and the rows it must lead to. What a source can
 * send in this order and nothing else: a part of a row only where the row is there, a tombstone right behind its delete.
 */
final class SimulatedLog implements SimulatedCluster.Source {
    static final String TOPIC = "shop.public.orders";
    static final String TABLE = "orders";
    static final int SHOPS = 3;
    static final int POLL_BOUND = 15;
    private static final int FIRST_PARENT = 1_000;
    private static final Schema ROW = SchemaBuilder.struct()
            .name("shop.public.orders.Value")
            .field("shop", Schema.INT64_SCHEMA)
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("quantity", SchemaBuilder.int32().defaultValue(1).build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field(MemoryServer.PARENT, Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Random random;
    private final ChangeTopic topic = new ChangeTopic(TOPIC, ROW, List.of("shop", "id"));
    private final List<List<SinkRecord>> partitions = new ArrayList<>();
    private final List<List<Entry>> entries = new ArrayList<>();
    private final Map<Long, Map<String, Object>> source = new TreeMap<>();
    private final Map<String, Map<String, Object>> expected = new TreeMap<>();

    /** What may be in a log. */
    record Contents(boolean deletes, boolean parents, boolean poison) {}

    /** What a record is, for the oracle. */
    record Entry(long id, boolean change, boolean poison) {}

    SimulatedLog(Random random, int partitionCount, int keys, int changes, Contents contents) {
        this.random = random;
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new ArrayList<>());
            entries.add(new ArrayList<>());
        }
        for (int i = 0; i < changes; i++) {
            change(random.nextInt(keys), contents);
        }
    }

    private void change(long id, Contents contents) {
        int kind = random.nextInt(100);
        Map<String, Object> known = source.get(id);
        if (kind < 8 && contents.parents()) {
            parent();
        } else if (known == null) {
            upsert(id, "c", row(id));
        } else if (kind < 20 && contents.deletes()) {
            delete(id);
        } else if (kind < 45) {
            partial(id, known);
        } else if (kind < 52 && contents.poison()) {
            poison(id, known);
        } else {
            upsert(id, "u", row(id));
        }
    }

    private Map<String, Object> row(long id) {
        Map<String, Object> row = new HashMap<>();
        row.put("shop", id % SHOPS);
        row.put("id", id);
        row.put("name", random.nextInt(4) == 0 ? null : "name-" + random.nextInt(1_000));
        row.put("quantity", random.nextInt(100));
        row.put("note", random.nextInt(4) == 0 ? null : "note-" + random.nextInt(1_000));
        row.put(MemoryServer.PARENT, parentOrNull());
        return row;
    }

    /** Only parents that are in the log already: their rows may still come later to the target, by another partition. */
    private Object parentOrNull() {
        List<Long> parents =
                source.keySet().stream().filter(id -> id >= FIRST_PARENT).toList();
        return parents.isEmpty() || random.nextInt(3) > 0 ? null : key(parents.get(random.nextInt(parents.size())));
    }

    private void parent() {
        long id = FIRST_PARENT + random.nextInt(5);
        Map<String, Object> row = row(id);
        row.put(MemoryServer.PARENT, null);
        upsert(id, source.containsKey(id) ? "u" : "c", row);
    }

    private void upsert(long id, String op, Map<String, Object> row) {
        source.put(id, row);
        expected.put(key(id), row);
        append(id, at -> topic.upsert(at, op, row), new Entry(id, true, false));
    }

    /** The source leaves the note out, because it has not changed. */
    private void partial(long id, Map<String, Object> known) {
        Map<String, Object> row = row(id);
        row.put("note", known.get("note"));
        source.put(id, row);
        Map<String, Object> sent = new HashMap<>(row);
        sent.put("note", ChangeTopic.UNAVAILABLE);
        Map<String, Object> atTarget = expected.get(key(id));
        if (atTarget != null) {
            Map<String, Object> merged = new HashMap<>(row);
            merged.put("note", atTarget.get("note"));
            expected.put(key(id), merged);
        }
        append(id, at -> topic.upsert(at, "u", sent), new Entry(id, true, false));
    }

    /** The target will never take it, so its row stays as it was. */
    private void poison(long id, Map<String, Object> known) {
        Map<String, Object> row = row(id);
        row.put("note", MemoryServer.POISON);
        source.put(id, row);
        append(id, at -> topic.upsert(at, "u", row), new Entry(id, true, true));
    }

    private void delete(long id) {
        source.remove(id);
        expected.remove(key(id));
        append(id, at -> topic.delete(at, keyOf(id)), new Entry(id, true, false));
        append(id, at -> topic.tombstone(at, keyOf(id)), new Entry(id, false, false));
    }

    private interface Maker {
        SinkRecord at(At at);
    }

    private void append(long id, Maker maker, Entry entry) {
        int partition = Math.floorMod(Long.hashCode(id) * 31, partitions.size());
        List<SinkRecord> log = partitions.get(partition);
        log.add(maker.at(new At(partition, log.size(), 1_800_000_000_000L + log.size())));
        entries.get(partition).add(entry);
    }

    private static Map<String, Object> keyOf(long id) {
        return Map.of("shop", id % SHOPS, "id", id);
    }

    static String key(long id) {
        return "{\"shop\":" + id % SHOPS + ",\"id\":" + id + "}";
    }

    /** The table of a row, if each shop has its own. */
    static String shopTable(long id) {
        return TABLE + "-" + id % SHOPS;
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
        return POLL_BOUND;
    }

    Entry entry(TopicPartition partition, long offset) {
        return entries.get(partition.partition()).get(Math.toIntExact(offset));
    }

    /** The rows that applying everything in order gives, what is poison aside. */
    Map<String, Map<String, Object>> expected() {
        return expected;
    }
}
