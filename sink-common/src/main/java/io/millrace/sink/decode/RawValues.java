/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.avro.AvroInput;
import io.millrace.sink.decode.avro.AvroRecord;
import io.millrace.sink.decode.avro.AvroType;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonChanges;
import io.millrace.sink.decode.raw.JsonDocuments;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what the bytes of a topic's keys and values are. What a converter has made of a record already is left as it is,
 * so that keys may go another way than values. Task thread only.
 */
final class RawValues {
    private static final Logger LOG = LoggerFactory.getLogger(RawValues.class);

    private final DecodeFormat format;
    private final AvroSchemas avro;
    private final AvroInput in = new AvroInput();
    private final UnavailableValue unavailable;
    private final boolean needsKeys;
    private final boolean needsWhole;
    private final JsonDocuments keys = new JsonDocuments();
    private final JsonDocuments values = new JsonDocuments();
    private @Nullable Schema schema;
    private @Nullable AvroRecord avroRecord;
    private boolean bytes;
    private boolean told;
    private boolean keyUnread;

    /**
     * @param needsKeys whether anybody asks for record keys
     * @param needsWhole whether anybody asks for fields that make no event
     */
    RawValues(
            DecodeFormat format,
            AvroSchemas avro,
            UnavailableValue unavailable,
            boolean needsKeys,
            boolean needsWhole) {
        this.format = format;
        this.avro = avro;
        this.unavailable = unavailable;
        this.needsKeys = needsKeys;
        this.needsWhole = needsWhole;
    }

    /** Opens key and value of a record. */
    void open(Incoming record) throws DecodeException {
        keyUnread = false;
        if (needsKeys && record.key() instanceof byte[] key) {
            keyUnread = true;
            openKey(record, key);
            keyUnread = false;
        }
        schema = record.record().valueSchema();
        bytes = false;
        avroRecord = null;
        if (record.value() instanceof byte[] value) {
            openValue(record, value);
        } else if (record.value() != null && !told) {
            told = true;
            LOG.warn(
                    "Values of topic '{}' come from a converter, so 'decode.format' has no effect on them; set"
                            + " 'value.converter' to 'org.apache.kafka.connect.converters.ByteArrayConverter'",
                    record.topic());
        }
    }

    /** Whether the key of the record that was opened last could not be read. */
    boolean isKeyUnread() {
        return keyUnread;
    }

    /** The schema of the value that was opened last, or {@code null} if it has none. */
    @Nullable
    Schema schema() {
        return schema;
    }

    /** How values with the schema of the one that was opened last are read. */
    ValueSource source(Schema opened) {
        if (!bytes) {
            return ValueSource.converted(opened, unavailable);
        }
        return avroRecord == null ? new JsonSource(opened, unavailable) : new AvroSource(avroRecord, unavailable);
    }

    private boolean isAvro(byte[] document) {
        return format == DecodeFormat.AVRO || (format == DecodeFormat.AUTO && AvroSchemas.isAvro(document));
    }

    private void openKey(Incoming record, byte[] key) throws DecodeException {
        if (isAvro(key)) {
            AvroType type = avro.of(key);
            record.key(type.schema(), AvroSource.whole(in, type, key, AvroSchemas.HEADER, key.length));
            return;
        }
        try {
            if (isDocument(keys, key)) {
                Schema told = keys.schema();
                record.key(
                        told,
                        told == null
                                ? JsonChanges.read(key, keys.start(), keys.end(), true)
                                : JsonSource.whole(told, key, keys.start(), keys.end()));
            } else {
                record.key(null, JsonChanges.read(key, 0, key.length, true));
            }
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e.detail(), "the record's key: " + e.getMessage());
        }
    }

    private void openValue(Incoming record, byte[] value) throws DecodeException {
        if (isAvro(value)) {
            AvroType type = avro.of(value);
            schema = type.schema();
            if (type instanceof AvroRecord plan) {
                avroRecord = plan;
                bytes = true;
                record.payload(value, AvroSchemas.HEADER, value.length);
            } else {
                record.value(AvroSource.whole(in, type, value, AvroSchemas.HEADER, value.length));
            }
            return;
        }
        try {
            if (!isDocument(values, value)) {
                schema = null;
                record.value(JsonChanges.read(value, 0, value.length, needsWhole));
                return;
            }
            schema = values.schema();
            int start = values.start();
            int end = values.end();
            if (schema == null) {
                record.value(JsonChanges.read(value, start, end, needsWhole));
            } else if (value[start] == 'n') {
                // Whether it really says null.
                record.value(JsonChanges.read(value, start, end, needsWhole));
            } else {
                bytes = true;
                record.payload(value, start, end);
            }
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    private boolean isDocument(JsonDocuments documents, byte[] document) throws BadBytesException {
        if (format == DecodeFormat.JSON) {
            return false;
        }
        if (documents.open(document)) {
            return true;
        }
        if (format == DecodeFormat.JSON_WITH_SCHEMA) {
            throw BadBytesException.of(
                    "no-schema",
                    "JSON without 'schema' and 'payload', and 'decode.format' is 'json_with_schema'; for records without"
                            + " schema set it to 'json' or 'auto'");
        }
        return false;
    }
}
