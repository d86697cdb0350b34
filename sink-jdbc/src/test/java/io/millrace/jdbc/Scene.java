/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** A database on PostgreSQL, tasks that write to it, and records of any form for them. One test each. */
final class Scene extends DatabaseScene<Database> {
    static final long TIME = 1_800_000_000_000L;

    private long offset;

    Scene() {
        super(new Database());
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
