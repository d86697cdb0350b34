/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.jdbc.Database;
import io.millrace.jdbc.JdbcSinkTask;
import io.millrace.jdbc.Reports;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no source of ours sends, with the values at its limits and those just beyond them. */
class BuiltTypesIT {
    private final Database database = new Database();
    private final Reports reports = new Reports();

    @BeforeEach
    void createTypes() throws Exception {
        database.execute(
                "CREATE EXTENSION hstore",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN mood_domain AS mood");
    }

    private TaskRun task() {
        return new TaskRun(new JdbcSinkTask(), database.config(Reports.SETTINGS), reports);
    }

    private static ChangeTopic topic(String table, Schema type) {
        return new ChangeTopic(
                "s.public." + table,
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
    void values_areKeptOrRefused() throws Exception {
        List<BuiltTypes.Case> cases = BuiltTypes.all();
        List<SinkRecord> records = new ArrayList<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            BuiltTypes.Case pair = cases.get(i);
            database.execute("CREATE TABLE b" + i + " (id bigint PRIMARY KEY, v " + pair.declared() + ")");
            ChangeTopic topic = topic("b" + i, pair.schema());
            List<Object> values = new ArrayList<>(pair.accepted().keySet());
            values.addAll(pair.refused().keySet());
            values.add(null);
            for (int id = 0; id < values.size(); id++) {
                Object value = values.get(id);
                records.add(record(topic, id, value));
                String code = pair.refused().get(value);
                expected.put(way(i, pair, id), code == null ? pair.accepted().get(value) : "!" + code);
            }
        }
        try (TaskRun task = task()) {
            task.put(records).drain();
        }

        Map<String, String> actual = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            BuiltTypes.Case pair = cases.get(i);
            int table = i;
            database.table("b" + i, "id")
                    .forEach(row -> actual.put(way(table, pair, Integer.parseInt(row.get("id"))), row.get("v")));
            letters("s.public.b" + i).forEach((id, code) -> actual.put(way(table, pair, id), "!" + code));
        }
        List<String> wrong = new ArrayList<>();
        expected.forEach((way, text) -> {
            if (!Objects.equals(actual.get(way), text)) {
                wrong.add("%s: %s should be %s".formatted(way, actual.get(way), text));
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static String way(int table, BuiltTypes.Case pair, int id) {
        return "b%d %s %d".formatted(table, pair.name(), id);
    }

    /** Codes by offset, which is the number of the row. */
    private Map<Integer, String> letters(String topic) {
        Map<Integer, String> letters = new LinkedHashMap<>();
        for (int i = 0; i < reports.messages().size(); i++) {
            SinkRecord record = reports.records().get(i);
            if (topic.equals(record.originalTopic())) {
                String message = reports.messages().get(i);
                letters.put(
                        (int) record.originalKafkaOffset(),
                        message.substring(message.indexOf("jdbc.") + 5, message.indexOf(']')));
            }
        }
        return letters;
    }

    @Test
    void impossiblePairs_areRefusedAtFirstSightWithBothTypes() throws Exception {
        Schema struct = SchemaBuilder.struct()
                .name("Address")
                .field("street", Schema.OPTIONAL_STRING_SCHEMA)
                .optional()
                .build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                .optional()
                .build();
        Map<String, Object[]> pairs = new LinkedHashMap<>();
        pairs.put("a", new Object[] {struct, "integer", "Address", "integer"});
        pairs.put("b", new Object[] {map, "uuid", "MAP to INT32", "uuid"});
        pairs.put("c", new Object[] {Schema.OPTIONAL_STRING_SCHEMA, "bytea", "STRING", "bytea"});
        pairs.put(
                "d",
                new Object[] {Schema.OPTIONAL_INT64_SCHEMA, "timestamp(3)", "INT64", "timestamp(3) without time zone"});
        pairs.put("e", new Object[] {Schema.OPTIONAL_FLOAT64_SCHEMA, "bigint", "FLOAT64", "bigint"});
        pairs.put("f", new Object[] {struct, "text[]", "Address", "text[]"});
        StringBuilder ddl = new StringBuilder("CREATE TABLE impossible (id bigint PRIMARY KEY");
        SchemaBuilder value = SchemaBuilder.struct().name("impossible.Value").field("id", Schema.INT64_SCHEMA);
        pairs.forEach((name, pair) -> {
            ddl.append(", ").append(name).append(' ').append(pair[1]);
            value.field(name, (Schema) pair[0]);
        });
        database.execute(ddl.append(')').toString());
        ChangeTopic topic = new ChangeTopic("s.public.impossible", value.build(), List.of("id"));

        try (TaskRun task = task()) {
            Throwable thrown =
                    catchThrowable(() -> task.put(List.of(topic.upsert(new At(0, 0, 1), "c", Map.of("id", 1L))))
                            .drain());
            assertThat(thrown).isInstanceOf(ConnectException.class);
            pairs.forEach((name, pair) -> assertThat(thrown)
                    .hasMessageContaining("field '" + name + "' (" + pair[2] + ") does not fit column '" + name + "' ("
                            + pair[3] + ") of table 'impossible'"));
        }
        assertThat(reports.messages()).isEmpty();
    }
}
