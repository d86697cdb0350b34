/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records as a worker with Connect's converter for bytes hands them over: JSON that nobody has read. One thread. */
final class RawJson {
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();

    /** @param schemas whether each document holds its schema */
    RawJson(boolean schemas) {
        keys.configure(Map.of("schemas.enable", schemas), true);
        values.configure(Map.of("schemas.enable", schemas), false);
    }

    List<SinkRecord> of(List<SinkRecord> records) {
        return records.stream().map(this::of).toList();
    }

    private SinkRecord of(SinkRecord record) {
        return of(
                record,
                keys.fromConnectData(record.topic(), record.keySchema(), record.key()),
                values.fromConnectData(record.topic(), record.valueSchema(), record.value()));
    }

    /** The same record with other bytes. */
    static SinkRecord of(SinkRecord record, byte[] key, byte[] value) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }
}
