/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes the reader for the keys of a topic, once for each key schema. Confined to the task thread. */
final class KeyReaders {
    private static final List<String> COORDINATES =
            List.of("__connect_topic", "__connect_partition", "__connect_offset");

    private final TopicSettings settings;
    private final boolean needsKeys;
    private final StructShapes shapes;
    private final MapShapes mapShapes;
    private final @Nullable Projection projection;

    KeyReaders(TopicSettings settings, boolean needsKeys) throws DecodeException {
        this.settings = settings;
        this.needsKeys = needsKeys;
        // What identifies a row is not to be chosen from: only its names may change.
        FieldNames names = new FieldNames(
                new FieldSelection(List.of(), List.of(), settings.fields().renames()), Set.of(), Set.of());
        this.shapes = new StructShapes(names);
        this.mapShapes = new MapShapes(names);
        this.projection = settings.keyFields().isEmpty()
                ? null
                : new Projection(columns(), settings.keySource() == KeySource.RECORD_VALUE ? "value" : "record key");
        if (settings.keySource() == KeySource.RECORD_VALUE) {
            requireKept(settings.keyFields());
        }
    }

    private List<String> columns() {
        return settings.keyFields().stream().map(settings.fields()::column).toList();
    }

    private void requireKept(List<String> key) throws DecodeException {
        for (String field : key) {
            if (settings.fields().excludes(field)) {
                throw DecodeException.systemic(
                        "key-excluded",
                        "'fields.exclude' matches '" + field
                                + "', which is a part of the key; a key's columns cannot be left out");
            }
        }
    }

    KeyReader forSchema(@Nullable Schema keySchema) throws DecodeException {
        return switch (settings.keySource()) {
            case RECORD_KEY -> keySchema == null ? this::schemalessKey : schemaKey(keySchema);
            case RECORD_VALUE -> this::valueKey;
            case RECORD_HEADER -> new HeaderKeys(settings.keyFields(), columns(), shapes);
            case KAFKA -> coordinates();
            case NONE -> (record, row, delete) -> null;
        };
    }

    private KeyReader schemaKey(Schema keySchema) throws DecodeException {
        if (keySchema.type() == Schema.Type.STRUCT) {
            List<String> fields =
                    keySchema.fields().stream().map(field -> field.name()).toList();
            requireKept(settings.keyFields().isEmpty() ? fields : settings.keyFields());
            UnsignedKeys keys = new UnsignedKeys(keySchema, shapes, settings.fields()::column);
            return (record, row, delete) -> {
                Object key = record.key();
                return key == null ? missing(record) : project(new StructRow(keys.shape(row), (Struct) key, null));
            };
        }
        ValueReader reader = ConnectTypes.reader(keySchema, shapes);
        RowShape shape = primitiveShape(ConnectTypes.type(keySchema, shapes));
        return (record, row, delete) -> {
            Object key = record.key();
            return key == null ? missing(record) : new RowKey(new ArrayRow(shape, reader.read(key)));
        };
    }

    private @Nullable RowKey schemalessKey(Incoming record, @Nullable Row row, boolean delete) throws DecodeException {
        Object key = record.key();
        if (key == null) {
            return missing(record);
        }
        if (key instanceof Map<?, ?> map) {
            return project(new MapRow(mapShapes.of("key", map), map, null));
        }
        return new RowKey(new ArrayRow(primitiveShape(ColumnType.of(Kind.DYNAMIC)), ValueReader.BYTES.read(key)));
    }

    private RowKey project(Row key) throws DecodeException {
        return KeyReader.keyOf(projection == null ? key : projection.of(key));
    }

    private @Nullable RowShape lastPrimitive;

    private RowShape primitiveShape(ColumnType type) throws DecodeException {
        RowShape known = lastPrimitive;
        if (known != null && known.column(0).type().equals(type)) {
            return known;
        }
        if (settings.keyFields().size() != 1) {
            throw DecodeException.systemic(
                    "key-fields",
                    "the record key is a single " + type.describe()
                            + "; 'key.fields' must name the one column it goes to" + " (it lists "
                            + settings.keyFields().size() + ")");
        }
        RowShape made =
                new RowShape("key", List.of(new Column(settings.keyFields().get(0), type, false)));
        lastPrimitive = made;
        return made;
    }

    private RowKey valueKey(Incoming record, @Nullable Row row, boolean delete) throws DecodeException {
        if (row == null) {
            throw DecodeException.rejected(
                    "null-key", "the key comes from the value ('key.source' is 'record_value'), and there is none");
        }
        return project(row);
    }

    private KeyReader coordinates() {
        List<String> names = settings.keyFields().isEmpty() ? COORDINATES : settings.keyFields();
        RowShape shape = new RowShape(
                "coordinates",
                List.of(
                        new Column(names.get(0), ColumnType.of(Kind.STRING), false),
                        new Column(names.get(1), ColumnType.of(Kind.INT32), false),
                        new Column(names.get(2), ColumnType.of(Kind.INT64), false)));
        return (record, row, delete) -> {
            if (delete) {
                throw DecodeException.rejected(
                        "delete-without-key",
                        "a delete cannot find its row by Kafka coordinates; give the source table a key, or leave deletes"
                                + " out with 'delete.mode=ignore'");
            }
            return new RowKey(new ArrayRow(
                    shape, record.record().originalTopic(), record.record().originalKafkaPartition(), record.offset()));
        };
    }

    private @Nullable RowKey missing(Incoming record) throws DecodeException {
        if (!needsKeys) {
            return null;
        }
        throw DecodeException.rejected(
                "null-key",
                "the record has no key, and 'key.source' for topic '" + record.topic()
                        + "' is 'record_key'; for a table" + " without a key set it to 'kafka' with a topic override");
    }
}
