/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.differential;

import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A random history of two tables, as a source database could have lived it, and the change topics that Debezium would make
 * of it. The source holds its constraints at every step: e-mail addresses are unique and wander from one customer to
 * another, orders belong to customers who exist. Topics have several partitions, so nothing but the order per key is left
 * of all that when it arrives.
 */
final class RandomShop {
    static final String CUSTOMERS = "customers";
    static final String ORDERS = "orders";

    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .name("shop.customers.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("email", Schema.OPTIONAL_STRING_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("shop.orders.Value")
            .field("id", Schema.INT64_SCHEMA)
            .field("customer_id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("quantity", Schema.OPTIONAL_INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final Random random;
    private final Plan plan;
    private final Map<String, ChangeTopic> topics = Map.of(
            CUSTOMERS, new ChangeTopic(CUSTOMERS, CUSTOMER, List.of("id")),
            ORDERS, new ChangeTopic(ORDERS, ORDER, List.of("id")));
    private final Map<String, Map<Long, Map<String, Object>>> tables =
            Map.of(CUSTOMERS, new TreeMap<>(), ORDERS, new TreeMap<>());
    private final Map<TopicPartition, List<SinkRecord>> log = new LinkedHashMap<>();

    /**
     * What a history is like.
     *
     * @param partitions of each topic
     * @param ids how many rows a table can have
     * @param emails how many different e-mail addresses there are
     * @param changes how many statements the source executed
     * @param truncates whether orders are emptied now and then
     */
    record Plan(int partitions, int ids, int emails, int changes, boolean truncates) {}

    RandomShop(Random random, Plan plan) {
        this.random = random;
        this.plan = plan;
        for (String table : List.of(CUSTOMERS, ORDERS)) {
            for (int i = 0; i < plan.partitions; i++) {
                log.put(new TopicPartition(table, i), new ArrayList<>());
            }
        }
        for (int i = 0; i < plan.changes; i++) {
            change();
        }
    }

    /** All records, by partition. */
    Map<TopicPartition, List<SinkRecord>> log() {
        return log;
    }

    /** The source's rows at the end, by id. */
    Map<Long, Map<String, Object>> rows(String table) {
        return Objects.requireNonNull(tables.get(table));
    }

    private void change() {
        int kind = random.nextInt(100);
        if (kind < 50) {
            changeCustomer();
        } else if (kind < 99 || !plan.truncates) {
            changeOrder();
        } else {
            rows(ORDERS).clear();
            append(ORDERS, 0, at -> topics.get(ORDERS).truncate(at));
        }
    }

    private void changeCustomer() {
        long id = random.nextInt(plan.ids);
        Map<String, Object> known = rows(CUSTOMERS).get(id);
        int kind = random.nextInt(100);
        if (known == null) {
            upsert(CUSTOMERS, "c", customer(id));
        } else if (kind < 15 && isFree(id)) {
            delete(CUSTOMERS, id);
        } else if (kind < 25 && isFree(id)) {
            changeKey(CUSTOMERS, known);
        } else if (kind < 45) {
            partial(CUSTOMERS, customer(id), known);
        } else if (kind < 60) {
            swapEmails(known);
        } else {
            upsert(CUSTOMERS, "u", customer(id));
        }
    }

    private void changeOrder() {
        long id = random.nextInt(plan.ids);
        Map<String, Object> known = rows(ORDERS).get(id);
        int kind = random.nextInt(100);
        if (known == null) {
            upsert(ORDERS, "c", order(id));
        } else if (kind < 25) {
            delete(ORDERS, id);
        } else if (kind < 35) {
            changeKey(ORDERS, known);
        } else if (kind < 55) {
            partial(ORDERS, order(id), known);
        } else {
            upsert(ORDERS, "u", order(id));
        }
    }

    private Map<String, Object> customer(long id) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("email", emailFor(id));
        row.put("name", text("name"));
        row.put("note", text("note"));
        return row;
    }

    private Map<String, Object> order(long id) {
        List<Long> customers = new ArrayList<>(rows(CUSTOMERS).keySet());
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("customer_id", customers.isEmpty() ? null : customers.get(random.nextInt(customers.size())));
        row.put("quantity", random.nextInt(1_000));
        row.put("note", text("note"));
        return row;
    }

    private @Nullable String text(String what) {
        return random.nextInt(5) == 0 ? null : what + "-" + random.nextInt(1_000);
    }

    /** An address that nobody else has at the moment. */
    private @Nullable String emailFor(long id) {
        for (int tries = 0; tries < 5; tries++) {
            String email = "address-" + random.nextInt(plan.emails);
            boolean taken = rows(CUSTOMERS).values().stream()
                    .anyMatch(row ->
                            email.equals(row.get("email")) && !row.get("id").equals(id));
            if (!taken) {
                return email;
            }
        }
        return null;
    }

    /** Two customers change their addresses with each other, by way of a third value. */
    private void swapEmails(Map<String, Object> one) {
        List<Map<String, Object>> others = rows(CUSTOMERS).values().stream()
                .filter(row -> row != one && row.get("email") != null)
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Map<String, Object> other = others.get(random.nextInt(others.size()));
        Object first = one.get("email");
        Object second = other.get("email");
        upsert(CUSTOMERS, "u", with(other, emailFor((long) other.get("id"))));
        upsert(CUSTOMERS, "u", with(one, second));
        boolean taken =
                rows(CUSTOMERS).values().stream().anyMatch(row -> first != null && first.equals(row.get("email")));
        upsert(CUSTOMERS, "u", with(other, taken ? null : first));
    }

    private static Map<String, Object> with(Map<String, Object> row, @Nullable Object email) {
        Map<String, Object> changed = new HashMap<>(row);
        changed.put("email", email);
        return changed;
    }

    private boolean isFree(long customer) {
        return rows(ORDERS).values().stream().noneMatch(row -> Objects.equals(row.get("customer_id"), customer));
    }

    private void upsert(String table, String op, Map<String, Object> row) {
        long id = (long) row.get("id");
        rows(table).put(id, row);
        append(table, id, at -> topics.get(table).upsert(at, op, row));
    }

    /** An update that leaves the note out, since it has not changed. */
    private void partial(String table, Map<String, Object> changed, Map<String, Object> known) {
        changed.put("note", known.get("note"));
        long id = (long) changed.get("id");
        rows(table).put(id, changed);
        Map<String, Object> sent = new HashMap<>(changed);
        sent.put("note", ChangeTopic.UNAVAILABLE);
        append(table, id, at -> topics.get(table).upsert(at, "u", sent));
    }

    private void delete(String table, long id) {
        rows(table).remove(id);
        Map<String, Object> key = Map.of("id", id);
        append(table, id, at -> topics.get(table).delete(at, key));
        if (random.nextInt(3) > 0) {
            append(table, id, at -> topics.get(table).tombstone(at, key));
        }
    }

    /** The end of one row and the beginning of another, mostly on another partition. */
    private void changeKey(String table, Map<String, Object> known) {
        long id = random.nextInt(plan.ids);
        if (rows(table).containsKey(id)) {
            return;
        }
        delete(table, (long) known.get("id"));
        Map<String, Object> moved = new HashMap<>(known);
        moved.put("id", id);
        upsert(table, "c", moved);
    }

    private void append(String table, long id, Function<At, SinkRecord> record) {
        int partition = Math.floorMod(Long.hashCode(id) * 31, plan.partitions);
        List<SinkRecord> records = log.get(new TopicPartition(table, partition));
        records.add(record.apply(new At(partition, records.size(), 1_800_000_000_000L + records.size())));
    }
}
