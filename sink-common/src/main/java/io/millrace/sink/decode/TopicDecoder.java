/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourcePartition;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of one topic. Confined to the task thread. Whatever depends on the schema is found by identity of the
 * schema; the schemas of the last record are compared first.
 */
final class TopicDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(TopicDecoder.class);
    private static final int MOST = 1_000;

    private final String topic;
    private final EventFactory events;
    private final KeyReaders keyReaders;
    private final FieldSelection fields;
    private final FieldNames rowNames;
    private final FieldNames flatNames;
    private final StructShapes rowShapes;
    private final StructShapes flatShapes;
    private final UnavailableValue unavailable;
    private final @Nullable SourcePositions positions;
    private final Incoming record;
    private final @Nullable RawValues raw;
    /** Whether names of destinations ask for fields of records, so that whole values are needed. */
    private final boolean needsWhole;

    private final MapFormat maps;
    private final Map<Schema, RecordFormat> formats = new IdentityHashMap<>();
    private final Map<Schema, KeyReader> keys = new IdentityHashMap<>();
    private final KeyReader schemalessKeys;

    private @Nullable Schema lastValueSchema;
    private @Nullable RecordFormat lastFormat;
    private @Nullable Schema lastKeySchema;
    private @Nullable KeyReader lastKeys;
    private @Nullable String reported;

    /** @param positions reads positions in the log of the source, or {@code null} if nobody needs them */
    TopicDecoder(
            String topic,
            TopicSettings settings,
            boolean needsKeys,
            UnavailableValue unavailable,
            @Nullable SourcePositions positions,
            AvroSchemas avro)
            throws DecodeException {
        this.topic = topic;
        this.events = new EventFactory(settings);
        this.fields = settings.fields();
        Set<String> key = settings.keySource() == KeySource.RECORD_VALUE ? Set.copyOf(settings.keyFields()) : Set.of();
        this.rowNames = new FieldNames(fields, Set.of(), key);
        this.flatNames = new FieldNames(fields, FlatFormat.CONTROL_FIELDS, key);
        this.rowShapes = new StructShapes(rowNames);
        this.flatShapes = new StructShapes(flatNames);
        this.keyReaders = new KeyReaders(settings, needsKeys && settings.needsKeys());
        this.unavailable = unavailable;
        this.positions = positions;
        this.maps = new MapFormat(events, flatNames, unavailable, positions);
        this.schemalessKeys = keyReaders.forSchema(null);
        this.record = new Incoming(settings.format() != DecodeFormat.CONNECT);
        Routing routing = settings.routing();
        boolean keyed = settings.keySource() == KeySource.RECORD_KEY || routing.asks(NamePart.Place.KEY);
        this.needsWhole = routing.asks(NamePart.Place.SOURCE) || routing.asks(NamePart.Place.VALUE);
        this.raw = settings.format() == DecodeFormat.CONNECT
                ? null
                : new RawValues(settings.format(), avro, unavailable, keyed, needsWhole);
    }

    Decoded decode(SinkRecord consumed, SourcePartition source) throws DecodeException {
        record.next(consumed, source);
        if (raw != null) {
            raw.open(record);
        }
        Object value = record.value();
        if (value == null) {
            return events.tombstone(record, keys(record.keySchema()));
        }
        Schema schema = raw == null ? consumed.valueSchema() : raw.schema();
        if (schema == null) {
            return decodeSchemaless(value);
        }
        RecordFormat format = schema == lastValueSchema ? lastFormat : null;
        if (format == null) {
            format = formatOf(schema);
            lastValueSchema = schema;
            lastFormat = format;
        }
        return format.decode(record, keys(record.keySchema()));
    }

    /** Where the record goes that could not be decoded just now, if that does not depend on a row. */
    Destination destination() throws DecodeException {
        return events.destination(record);
    }

    /** The key of the record that could not be decoded just now, if it can be read and does not depend on a row. */
    @Nullable
    RowKey key() throws DecodeException {
        return raw != null && raw.isKeyUnread()
                ? null
                : keys(record.keySchema()).read(record, null, true);
    }

    private KeyReader keys(@Nullable Schema schema) throws DecodeException {
        if (schema == null) {
            return schemalessKeys;
        }
        KeyReader reader = schema == lastKeySchema ? lastKeys : null;
        if (reader == null) {
            reader = keys.get(schema);
            if (reader == null) {
                reader = keyReaders.forSchema(schema);
                putBounded(keys, schema, reader);
            }
            lastKeySchema = schema;
            lastKeys = reader;
        }
        return reader;
    }

    private Decoded decodeSchemaless(Object value) throws DecodeException {
        if (!(value instanceof Map)) {
            throw noRow(value.getClass().getSimpleName() + " without schema");
        }
        report("schemaless records");
        return maps.decode(record, keys(record.keySchema()));
    }

    private RecordFormat formatOf(Schema schema) throws DecodeException {
        RecordFormat format = formats.get(schema);
        if (format == null) {
            format = detect(schema);
            putBounded(formats, schema, format);
        }
        return format;
    }

    private RecordFormat detect(Schema schema) throws DecodeException {
        Skipped reason = NoChange.of(schema.name());
        if (reason != null) {
            report("records that change nothing: " + reason);
            return (incoming, keyReader) -> reason;
        }
        if (schema.type() != Schema.Type.STRUCT) {
            String type = schema.name() == null ? schema.type().name() : schema.name();
            return (incoming, keyReader) -> {
                throw noRow(type);
            };
        }
        ValueSource values = raw == null ? ValueSource.converted(schema, unavailable) : raw.source(schema);
        if (!needsWhole) {
            return format(schema, values);
        }
        RecordFormat format = format(schema, ValueSource.converted(schema, unavailable));
        return (incoming, keyReader) -> {
            incoming.value(values.whole(incoming));
            return format.decode(incoming, keyReader);
        };
    }

    private RecordFormat format(Schema schema, ValueSource values) throws DecodeException {
        if (EnvelopeFormat.matches(schema)) {
            report("Debezium change events");
            checkFields(schema.field("after").schema(), rowNames);
            return new EnvelopeFormat(events, values.envelope(rowShapes, positions != null), positions);
        }
        report(FlatFormat.isFlattened(schema) ? "flattened Debezium change events" : "flat records");
        checkFields(schema, flatNames);
        return new FlatFormat(events, values.flat(flatShapes));
    }

    private void checkFields(Schema row, FieldNames names) throws DecodeException {
        List<String> known = row.fields().stream().map(Field::name).toList();
        names.requireDistinct(known);
        List<String> unmatched = fields.unmatched(known);
        if (!unmatched.isEmpty()) {
            LOG.warn(
                    "Topic '{}': {} in 'fields.include', 'fields.exclude' or 'fields.rename' match no field of {}",
                    topic,
                    unmatched,
                    known);
        }
    }

    private void report(String format) {
        if (!format.equals(reported)) {
            reported = format;
            LOG.info("Topic '{}' carries {}", topic, format);
        }
    }

    private static DecodeException noRow(String type) {
        return DecodeException.rejected(
                "no-row",
                "the value is a " + type
                        + " and not a struct or a map, so it has no columns; check 'value.converter', or have bytes decoded here with 'decode.format'");
    }

    private static <T> void putBounded(Map<Schema, T> cache, Schema schema, T value) {
        if (cache.size() >= MOST) {
            cache.clear();
        }
        cache.put(schema, value);
    }
}
