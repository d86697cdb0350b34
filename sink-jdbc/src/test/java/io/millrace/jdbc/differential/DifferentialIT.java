/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jdbc.Database;
import io.millrace.testkit.contract.TaskRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * However the log is cut into batches, spread over lanes and tasks, and repeated after crashes: the tables end as the
 * source's, with the source's constraints in force all the time. Each test is a random history with a seed of its own;
 * {@code -Dmillrace.seed} repeats one, {@code -Dmillrace.histories} says how many.
 */
class DifferentialIT {
    private static final int HISTORIES = Integer.getInteger("millrace.histories", 8);

    @TestFactory
    List<DynamicTest> tablesEndAsTheSources() {
        Long seed = Long.getLong("millrace.seed");
        LongStream seeds = seed == null ? new Random().longs(HISTORIES) : LongStream.of(seed);
        return seeds.mapToObj(each -> DynamicTest.dynamicTest("seed " + each, () -> liveOnce(each)))
                .toList();
    }

    private void liveOnce(long seed) throws Exception {
        Random random = new Random(seed);
        boolean truncates = random.nextInt(4) == 0;
        // A truncate that comes again empties what others have written since, so its topic has one partition.
        int partitions = truncates ? 1 : 1 + random.nextInt(3);
        RandomShop shop = new RandomShop(
                random,
                new RandomShop.Plan(
                        partitions,
                        5 + random.nextInt(40),
                        3 + random.nextInt(40),
                        200 + random.nextInt(1_500),
                        truncates));
        Database database = new Database();
        database.execute(
                "CREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE, name text, note text)",
                "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, quantity integer,"
                        + " note text)");
        int lanes = 1 + random.nextInt(4);
        int tasks = 1 + random.nextInt(2);
        int crashes = random.nextInt(6);
        // Never, every row, or some batches.
        int copies = random.nextInt(3);
        int copyFrom = copies < 2 ? copies : 2 + random.nextInt(80);
        String description = "seed " + seed + ", " + shop.log().size() + " partitions, " + lanes + " lanes, " + tasks
                + " tasks, " + crashes + " crashes, COPY from " + copyFrom;
        try (ShopRun run = new ShopRun(random, shop.log(), tasks, () -> task(database, lanes, truncates, copyFrom))) {
            run.run(crashes);
            System.out.println(description + ": " + run.replayed() + " records came again");
        }
        for (String table : List.of(RandomShop.CUSTOMERS, RandomShop.ORDERS)) {
            assertThat(rows(database, table)).as(description + ", " + table).isEqualTo(expected(shop.rows(table)));
        }
    }

    private static TaskRun task(Database database, int lanes, boolean truncates, int copyFrom) {
        return database.task(
                "topics",
                "customers,orders",
                "lanes",
                Integer.toString(lanes),
                "truncate.enabled",
                Boolean.toString(truncates),
                "copy.min.values",
                Integer.toString(copyFrom),
                "dependency.max.duration.ms",
                "45000");
    }

    private static Map<Long, Map<String, String>> rows(Database database, String table) throws Exception {
        Map<Long, Map<String, String>> rows = new TreeMap<>();
        for (Map<String, String> row : database.table(table, "id")) {
            rows.put(Long.valueOf(row.get("id")), row);
        }
        return rows;
    }

    private static Map<Long, Map<String, String>> expected(Map<Long, Map<String, Object>> source) {
        Map<Long, Map<String, String>> rows = new TreeMap<>();
        source.forEach((id, row) -> {
            Map<String, String> texts = new HashMap<>();
            row.forEach((column, value) -> texts.put(column, value == null ? null : value.toString()));
            rows.put(id, texts);
        });
        return rows;
    }
}
