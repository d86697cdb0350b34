/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Every type of MariaDB, with the values at its limits and those just beyond them. */
class MariaDbTypesIT {
    private final MariaDatabase database = new MariaDatabase();
    private final Reports reports = new Reports();

    private TaskRun task(String... more) {
        Map<String, String> config = database.config(Reports.SETTINGS);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    private static ChangeTopic topic(String table, Schema type) {
        return new ChangeTopic(
                "s.db." + table,
                SchemaBuilder.struct()
                        .name(table + ".Value")
                        .field("id", Schema.INT64_SCHEMA)
                        .field("v", type)
                        .build(),
                List.of("id"));
    }

    private static SinkRecord record(ChangeTopic topic, long id, Object value) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("v", value);
        return topic.upsert(new At(0, id, 1), "c", row);
    }

    @Test
    void existingColumns_keepWhatFitsAndRefuseWhatDoesNot() throws Exception {
        List<MariaDbTypes.Case> cases = MariaDbTypes.existing();
        List<SinkRecord> records = new ArrayList<>();
        Map<String, List<Long>> refused = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            MariaDbTypes.Case type = cases.get(i);
            database.execute("CREATE TABLE t" + i + " (id bigint PRIMARY KEY, v " + type.declared() + ")"
                    + " DEFAULT CHARACTER SET utf8mb4");
            records.addAll(records("t" + i, type));
            refused.put("s.db.t" + i, refusedOffsets(type));
        }
        try (TaskRun task = task()) {
            task.put(records).drain();
        }

        assertKept(cases, "t");
        Map<String, List<Long>> letters = new LinkedHashMap<>();
        refused.keySet().forEach(topic -> letters.put(topic, reports.offsets(topic)));
        assertThat(letters).isEqualTo(refused);
    }

    @Test
    void createdColumns_keepEverything() throws Exception {
        List<MariaDbTypes.Case> cases = MariaDbTypes.created();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            records.addAll(records("c" + i, cases.get(i)));
        }
        try (TaskRun task = task("schema.evolution", "add")) {
            task.put(records).drain();
        }

        assertThat(reports.messages()).isEmpty();
        assertKept(cases, "c");
        for (int i = 0; i < cases.size(); i++) {
            String type = database.value("SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA ="
                    + " DATABASE() AND TABLE_NAME = 'c" + i + "' AND COLUMN_NAME = 'v'");
            assertThat(type).as(cases.get(i).name()).isEqualTo(cases.get(i).declared());
        }
    }

    /** The accepted values, then those to be refused, then NULL. */
    private static List<SinkRecord> records(String table, MariaDbTypes.Case type) {
        ChangeTopic topic = topic(table, type.schema());
        List<SinkRecord> records = new ArrayList<>();
        long id = 0;
        for (Object value : type.accepted().keySet()) {
            records.add(record(topic, id++, value));
        }
        for (Object value : type.refused()) {
            records.add(record(topic, id++, value));
        }
        records.add(record(topic, id, null));
        return records;
    }

    private static List<Long> refusedOffsets(MariaDbTypes.Case type) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < type.refused().size(); i++) {
            offsets.add((long) type.accepted().size() + i);
        }
        return offsets;
    }

    private void assertKept(List<MariaDbTypes.Case> cases, String prefix) throws Exception {
        for (int i = 0; i < cases.size(); i++) {
            MariaDbTypes.Case type = cases.get(i);
            List<String> expected = new ArrayList<>(type.accepted().values());
            expected.add(null);
            assertThat(database.query("SELECT " + type.select() + " AS v FROM " + prefix + i + " ORDER BY id"))
                    .as(type.name())
                    .extracting(row -> row.get("v"))
                    .isEqualTo(expected);
        }
    }
}
