/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Values of headers without Connect's own types. Stateless and thread-safe. */
public final class HeaderValues {
    private HeaderValues() {}

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
