/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonDecimal;
import io.millrace.sink.decode.raw.JsonNumbers;
import io.millrace.sink.decode.raw.JsonValues;
import io.millrace.sink.record.DecodedRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * Reads JSON objects of one schema as rows. Fields are expected in the order of the schema, which costs a comparison of
 * bytes; in any other order they are looked up. Task thread only.
 */
final class JsonRowReader {
    private final RowPlan plan;
    private final SerializableString[] names;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int[] scales;
    private final long[] bounds;

    JsonRowReader(RowPlan plan) throws BadBytesException {
        this.plan = plan;
        this.names = new SerializableString[plan.size()];
        this.scales = new int[names.length];
        this.bounds = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = new SerializedString(plan.name(i));
            byName.put(plan.name(i), i);
            scales[i] = plan.formOf(i) == RowPlan.Form.DECIMAL ? JsonDecimal.scale(plan.schema(i)) : 0;
            bounds[i] = bound(plan.schema(i).type());
        }
    }

    private static long bound(Schema.Type type) {
        return switch (type) {
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** The object that the parser stands before; afterwards it stands on its end. */
    DecodedRow read(JsonParser in) throws IOException, BadBytesException {
        DecodedRow row = plan.begin();
        int expected = 0;
        while (true) {
            int field;
            if (expected < names.length && in.nextFieldName(names[expected])) {
                field = expected;
            } else {
                if (expected == names.length) {
                    in.nextToken();
                }
                if (in.currentToken() == JsonToken.END_OBJECT) {
                    return plan.end(row);
                }
                field = byName.getOrDefault(in.currentName(), -1);
            }
            JsonToken token = in.nextToken();
            if (field < 0 || plan.formOf(field) == RowPlan.Form.SKIPPED) {
                in.skipChildren();
            } else if (token == JsonToken.VALUE_NULL) {
                plan.put(row, field, null);
            } else {
                readField(in, row, field);
            }
            expected = field < 0 ? expected : field + 1;
        }
    }

    private void readField(JsonParser in, DecodedRow row, int field) throws IOException, BadBytesException {
        try {
            Schema schema = plan.schema(field);
            int column = plan.column(field);
            switch (plan.formOf(field)) {
                case BOOLEAN -> row.set(column, JsonValues.flag(in, schema));
                case INTEGER -> row.set(column, JsonNumbers.integer(in, schema, ~bounds[field], bounds[field]));
                case FLOATING -> row.set(column, JsonNumbers.floating(in, schema));
                case TEXT -> plan.text(row, column, JsonValues.text(in, schema));
                case DECIMAL -> row.setObject(column, JsonDecimal.read(in, schema, scales[field]));
                default -> plan.put(row, field, JsonValues.read(in, schema));
            }
        } catch (BadBytesException e) {
            throw e.in(plan.name(field));
        }
    }
}
