/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.testkit.contract.TaskRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** A database of its own, a worker's dead-letter queue, and tasks between them. One test each. */
final class Scene {
    static final long TIME = 1_800_000_000_000L;

    final Database database = new Database();
    final Reports reports = new Reports();
    private long offset;

    TaskRun task(String... settings) {
        Map<String, String> config = database.config(Reports.SETTINGS);
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return new TaskRun(new JdbcSinkTask(), config, reports);
    }

    /** Writes records with a task of its own, and expects none of them to become a letter. */
    void write(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            task.put(records).drain();
        }
        assertThat(reports.messages()).isEmpty();
    }

    /** Writes records with a task of its own, and returns the letters. */
    List<String> letters(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            task.put(records).drain();
        }
        return reports.messages();
    }

    /** Writes records with a task that fails, and returns why. */
    String failure(List<SinkRecord> records, String... settings) {
        try (TaskRun task = task(settings)) {
            Throwable thrown = catchThrowable(() -> task.put(records).drain());
            assertThat(thrown).isInstanceOf(ConnectException.class);
            assertThat(reports.offsets())
                    .as("a wrong configuration is no poison")
                    .isEmpty();
            return String.valueOf(thrown.getMessage());
        }
    }

    /** One row of text values, or of {@code null}s, for each row of a query; columns joined with a bar. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        database.query(sql)
                .forEach(row -> rows.add(String.join(
                        "|",
                        row.values().stream()
                                .map(value -> value == null ? "-" : value)
                                .toList())));
        return rows;
    }

    /** Columns of a table as declared: name, type, and whether NULL is refused. */
    List<String> columns(String table) throws SQLException {
        return rows("SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL'"
                + " ELSE '' END FROM pg_attribute WHERE attrelid = '" + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    }

    /** A flat record without a key; fields are given as name, schema, value. */
    SinkRecord flat(String topic, Object... fields) {
        SchemaBuilder schema = SchemaBuilder.struct().name("flat");
        for (int i = 0; i < fields.length; i += 3) {
            schema.field((String) fields[i], (Schema) fields[i + 1]);
        }
        Struct value = new Struct(schema.build());
        for (int i = 0; i < fields.length; i += 3) {
            value.put((String) fields[i], fields[i + 2]);
        }
        return record(topic, null, null, value.schema(), value);
    }

    /** Any record, at the next offset of partition 0. */
    SinkRecord record(String topic, Schema keySchema, Object key, Schema valueSchema, Object value) {
        return new SinkRecord(
                topic,
                0,
                keySchema,
                key,
                valueSchema,
                value,
                offset++,
                TIME,
                TimestampType.CREATE_TIME,
                new ConnectHeaders());
    }

    /** The same record with headers, given as name and text. */
    static SinkRecord with(SinkRecord record, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().addString(headers[i], headers[i + 1]);
        }
        return record;
    }
}
