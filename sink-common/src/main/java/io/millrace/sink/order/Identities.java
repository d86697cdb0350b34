/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.order.IdentityHash;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names keys without giving their values away. Keys that {@link RowKey} calls equal have the same identity. Thread-safe.
 */
final class Identities {
    private final String connector;

    Identities(String connector) {
        this.connector = connector;
    }

    /** The identity of a key at a destination, or {@code null} if there is no key. */
    @Nullable
    KeyIdentity of(@Nullable Destination destination, @Nullable RowKey key) {
        if (destination == null || key == null) {
            return null;
        }
        IdentityHash hash = new IdentityHash().add(connector).add(destination.name());
        addRow(hash, key.row());
        return hash.finish();
    }

    private static void addRow(IdentityHash hash, Row row) {
        RowShape shape = row.shape();
        for (int i = 0; i < shape.size(); i++) {
            add(hash, row, i, shape.column(i).type().kind().storage());
        }
    }

    private static void add(IdentityHash hash, Row row, int column, Kind.Storage storage) {
        if (row.isNull(column) || row.isAbsent(column)) {
            hash.add("null");
            return;
        }
        switch (storage) {
            case BOOLEAN -> hash.add(row.booleanAt(column));
            case LONG -> hash.add(row.longAt(column));
            case DOUBLE -> hash.add(row.doubleAt(column));
            case STRING -> hash.add(row.stringAt(column));
            case BYTES -> hash.add(row.bytesAt(column));
            case DECIMAL -> add(hash, row.decimalAt(column));
            case LIST, MAP, ROW, OBJECT -> add(hash, row.objectAt(column));
        }
    }

    /** Whole numbers of every class are alike when they are equal, because schemaless keys change class with their size. */
    private static void add(IdentityHash hash, @Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            hash.add("decimal").add(decimal.stripTrailingZeros().toPlainString());
        } else if (value instanceof Float || value instanceof Double) {
            hash.add(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            hash.add(number.longValue());
        } else if (value instanceof Boolean flag) {
            hash.add(flag);
        } else if (value instanceof byte[] bytes) {
            hash.add(bytes);
        } else if (value instanceof Row row) {
            addRow(hash, row);
        } else if (value instanceof List<?> list) {
            hash.add(list.size());
            list.forEach(element -> add(hash, element));
        } else if (value instanceof Map<?, ?> map) {
            hash.add(map.size());
            map.forEach((key, element) -> {
                add(hash, key);
                add(hash, element);
            });
        } else {
            hash.add(String.valueOf(value));
        }
    }
}
