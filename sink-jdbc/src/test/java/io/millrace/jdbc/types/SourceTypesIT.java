/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.jdbc.Database;
import io.millrace.jdbc.JdbcSinkTask;
import io.millrace.jdbc.Reports;
import io.millrace.jdbc.types.SourceType.Deviation;
import io.millrace.jdbc.types.SourceType.Phase;
import io.millrace.jdbc.types.SourceType.Target;
import io.millrace.testkit.contract.TaskRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every type of PostgreSQL read by a real Debezium source, in all forms that its settings give it, and written to columns of
 * the same types and to columns that we make. What does not arrive as it was stands in the table, with the reason.
 */
class SourceTypesIT {
    private static final String NOTHING = "nothing";
    private static final TypeTable TABLE = TypeTable.read();
    private static SourceRun source;

    @BeforeAll
    static void readSource() throws Exception {
        source = SourceRun.of(TABLE);
    }

    @AfterAll
    static void closeSource() throws Exception {
        source.close();
    }

    private static List<SourceType> types(Profile profile) {
        return TABLE.types().stream().filter(type -> type.isReadBy(profile)).toList();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void source_sendsWhatTheTableSays(Profile profile) {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        for (SourceType type : types(profile)) {
            expected.put(type.declared(), type.form(profile).sent());
            actual.put(
                    type.declared(),
                    source.events(profile, type).stream()
                            .map(event -> sent(event))
                            .distinct()
                            .collect(Collectors.joining(" or ")));
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static String sent(SinkRecord event) {
        Field field = event.valueSchema().field("after").schema().field("v");
        return field == null ? NOTHING : Forms.describe(field.schema());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void values_intoColumnsOfTheSourcesTypes(Profile profile) throws Exception {
        Database database = new Database();
        List<String> ddl = new ArrayList<>(TABLE.setup());
        types(profile)
                .forEach(type ->
                        ddl.add("CREATE TABLE " + type.table() + " (id int PRIMARY KEY, v " + type.declared() + ")"));
        database.execute(ddl.toArray(String[]::new));
        compare(profile, Target.SAME, database);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void values_intoColumnsThatWeMake(Profile profile) throws Exception {
        Database database = new Database();
        compare(profile, Target.MADE, database);

        Map<String, String> columns = columns(database);
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> actual = new LinkedHashMap<>();
        for (SourceType type : types(profile)) {
            if (type.refusal(profile, Target.MADE).isEmpty()) {
                expected.put(type.declared(), type.form(profile).created());
                actual.put(type.declared(), columns.getOrDefault(type.table(), "none"));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    /** Types of all columns of values, by table. */
    private static Map<String, String> columns(Database database) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        database.query("SELECT relname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute"
                        + " JOIN pg_class ON pg_class.oid = attrelid WHERE attname = 'v' AND relkind = 'r'"
                        + " AND relnamespace = 'public'::regnamespace")
                .forEach(row -> columns.put(row.get("name"), row.get("type")));
        return columns;
    }

    private void compare(Profile profile, Target target, Database database) throws Exception {
        List<SourceType> possible = new ArrayList<>();
        List<SinkRecord> records = new ArrayList<>();
        for (SourceType type : types(profile)) {
            List<SinkRecord> events = source.events(profile, type);
            if (type.refusal(profile, target).isPresent()) {
                assertRefused(profile, target, database, type, events);
            } else {
                possible.add(type);
                records.addAll(events);
            }
        }
        // The order of the topic, whose records count as repeated if they come late.
        records.sort(Comparator.comparingLong(SinkRecord::kafkaOffset));
        Reports reports = new Reports();
        try (TaskRun task = task(database, target, reports)) {
            task.put(records).drain();
        }

        List<String> wrong = new ArrayList<>();
        Map<String, Map<Integer, String>> all = arrived(database, possible);
        for (SourceType type : possible) {
            Map<Integer, String> arrived = all.get(type.table());
            letters(reports, type).forEach((id, code) -> arrived.put(id, "!" + code));
            String expression = target == Target.SAME ? null : Forms.back(type.declared(), type.form(profile));
            for (Map.Entry<Integer, String> original : source.originals(type).entrySet()) {
                int id = original.getKey();
                String expected = expected(type, profile, target, id, original.getValue());
                String text = arrived.getOrDefault(id, "MISSING");
                String actual =
                        expression == null || text == null || text.startsWith("!") ? text : back(text, expression);
                if (!Objects.equals(actual, expected)) {
                    wrong.add("%s %s, row %d: %s should be %s"
                            .formatted(type.table(), type.declared(), id, actual, expected));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The value that the source would make of a text; the text itself if that is none. */
    private static String back(String text, String expression) {
        try {
            return source.print(text, expression);
        } catch (SQLException noSuchValue) {
            return text;
        }
    }

    private static String expected(SourceType type, Profile profile, Target target, int id, String original) {
        if (type.form(profile).sent().equals(NOTHING)) {
            return null;
        }
        boolean streamed = id > SourceRun.STREAMED;
        SourceType.Value value = type.values().get((streamed ? id - SourceRun.STREAMED : id) - 1);
        String arrival = value.on(profile, streamed ? Phase.STREAM : Phase.SNAPSHOT, target)
                .map(Deviation::arrival)
                .orElse(original);
        boolean none = "NULL".equals(arrival) && !"NULL".equals(original);
        return none ? null : arrival;
    }

    private static TaskRun task(Database database, Target target, Reports reports) {
        Map<String, String> config = database.config(Reports.SETTINGS);
        config.put("table.name.format", "${source.table}");
        config.put("schema.evolution", target == Target.SAME ? "none" : "add");
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    private static void assertRefused(
            Profile profile, Target target, Database database, SourceType type, List<SinkRecord> events) {
        Reports reports = new Reports();
        try (TaskRun task = task(database, target, reports)) {
            Throwable thrown = catchThrowable(() -> task.put(events).drain());
            assertThat(thrown).as(type.declared()).isInstanceOf(ConnectException.class);
            assertThat(thrown).hasMessageContaining("'v'").hasMessageContaining(type.table());
            if (target == Target.SAME) {
                assertThat(thrown).hasMessageContaining("jdbc.impossible-type");
            }
        }
        assertThat(reports.messages()).isEmpty();
    }

    /** Values as PostgreSQL prints them, by table and number of the row; in one query, for there are many tables. */
    private static Map<String, Map<Integer, String>> arrived(Database database, List<SourceType> types)
            throws SQLException {
        Map<String, String> columns = columns(database);
        Map<String, Map<Integer, String>> texts = new LinkedHashMap<>();
        List<String> selects = new ArrayList<>();
        for (SourceType type : types) {
            texts.put(type.table(), new LinkedHashMap<>());
            String value = columns.containsKey(type.table()) ? "v::text" : "NULL::text";
            selects.add("SELECT '" + type.table() + "' AS name, id, " + value + " AS v FROM " + type.table());
        }
        database.query(String.join(" UNION ALL ", selects))
                .forEach(row -> texts.get(row.get("name")).put(Integer.parseInt(row.get("id")), row.get("v")));
        return texts;
    }

    /** Code of the letter by number of the row. */
    private static Map<Integer, String> letters(Reports reports, SourceType type) {
        Map<Integer, String> letters = new LinkedHashMap<>();
        for (int i = 0; i < reports.messages().size(); i++) {
            Struct value = (Struct) reports.records().get(i).value();
            if (type.table().equals(value.getStruct("source").getString("table"))) {
                String message = reports.messages().get(i);
                letters.put(
                        value.getStruct("after").getInt32("id"),
                        message.substring(message.indexOf("jdbc.") + 5, message.indexOf(']')));
            }
        }
        return letters;
    }
}
