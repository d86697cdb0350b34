/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.sink.record.ColumnType;
import org.jspecify.annotations.Nullable;

/** Values for {@code json} and {@code jsonb}. Confined to their lane. */
final class JsonColumns {
    private JsonColumns() {}

    /** Text is taken for JSON, whatever the source calls it; everything else becomes JSON. */
    static @Nullable ValueText text(ColumnType type, TextForm form) {
        return switch (type.kind()) {
            case JSON, STRING -> Object::toString;
            case ARRAY, MAP, STRUCT, BOOLEAN, INT8, INT16, INT32, INT64, DECIMAL -> value -> form.json(value, type);
            case FLOAT32, FLOAT64 -> value -> form.json(value, type);
            default -> null;
        };
    }
}
