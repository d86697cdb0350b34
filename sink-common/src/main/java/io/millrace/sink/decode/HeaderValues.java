/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ChangeEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Values of headers without Connect's own types. Stateless and thread-safe.
 *
 * <p>Of a record that was decoded here, headers are bytes; they are read as a worker's default header converter reads them.
 */
public final class HeaderValues {
    private static final SimpleHeaderConverter CONVERTER = new SimpleHeaderConverter();

    private HeaderValues() {}

    /** The headers of an event's record, decoded if the record was decoded here. */
    public static Headers of(ChangeEvent event) {
        SinkRecord record = event.record();
        Object decoded = record.value() == null ? record.key() : record.value();
        if (!(decoded instanceof byte[]) || record.headers().isEmpty()) {
            return record.headers();
        }
        Headers headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            headers.add(decoded(record.topic(), header));
        }
        return headers;
    }

    /** A header with its value decoded if a converter has left it as bytes. */
    static Header decoded(String topic, Header header) {
        // The very instance that the converter for bytes gives out: other converters make a schema of their own.
        if (header.schema() != Schema.OPTIONAL_BYTES_SCHEMA || !(header.value() instanceof byte[] bytes)) {
            return header;
        }
        return new ConnectHeaders()
                .add(header.key(), CONVERTER.toConnectHeader(topic, header.key(), bytes))
                .lastWithName(header.key());
    }

    /** The same value, structs as maps in the order of their fields. */
    public static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Struct struct) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                fields.put(field.name(), plain(struct.getWithoutDefault(field.name())));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(plain(key), plain(entry)));
            return entries;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            for (Object element : list) {
                elements.add(plain(element));
            }
            return elements;
        }
        return value;
    }
}
