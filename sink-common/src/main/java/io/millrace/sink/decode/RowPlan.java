/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.record.DecodedRow;
import io.millrace.sink.record.Kind;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the fields of one schema when a row is read straight from bytes: worked out once per schema. Task thread
 * only, since it keeps what the last row said aside.
 */
final class RowPlan {
    /** How a field's value gets into the row. */
    enum Form {
        BOOLEAN,
        INTEGER,
        FLOATING,
        TEXT,
        DECIMAL,
        /** As Connect's data first, then as the column wants it. */
        OTHER,
        /** Not at all. */
        SKIPPED
    }

    private final StructShape shape;
    private final UnavailableValue unavailable;
    private final Field[] fields;
    private final int[] columns;
    private final Form[] forms;
    private final int[] told;
    private final boolean[] maybeUnavailable;
    private final int[] required;
    private final @Nullable Object[] said;
    private final AbsentColumns absent = new AbsentColumns();

    /** @param tellers fields whose values are kept aside, by their place in this list */
    RowPlan(Schema schema, StructShape shape, UnavailableValue unavailable, List<String> tellers) {
        this.shape = shape;
        this.unavailable = unavailable;
        this.fields = schema.fields().toArray(Field[]::new);
        this.columns = new int[fields.length];
        this.forms = new Form[fields.length];
        this.told = new int[fields.length];
        this.maybeUnavailable = new boolean[shape.rowShape().size()];
        this.said = new Object[tellers.size()];
        java.util.Arrays.fill(columns, -1);
        for (int column = 0; column < maybeUnavailable.length; column++) {
            columns[shape.field(column).index()] = column;
        }
        for (int column : shape.maybeUnavailable()) {
            maybeUnavailable[column] = true;
        }
        int count = 0;
        int[] demanded = new int[fields.length];
        for (int i = 0; i < fields.length; i++) {
            told[i] = tellers.indexOf(fields[i].name());
            forms[i] = form(i);
            if (columns[i] >= 0 && !fields[i].schema().isOptional()) {
                demanded[count++] = i;
            }
        }
        this.required = java.util.Arrays.copyOf(demanded, count);
    }

    private Form form(int index) {
        if (told[index] >= 0) {
            return Form.OTHER;
        }
        if (columns[index] < 0) {
            return Form.SKIPPED;
        }
        Schema schema = fields[index].schema();
        Kind.Storage storage =
                shape.rowShape().column(columns[index]).type().kind().storage();
        return switch (schema.type()) {
            case BOOLEAN -> Form.BOOLEAN;
            case INT8, INT16, INT32, INT64 -> storage == Kind.Storage.LONG ? Form.INTEGER : Form.OTHER;
            case FLOAT32, FLOAT64 -> Form.FLOATING;
            case STRING -> Form.TEXT;
            case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? Form.DECIMAL : Form.OTHER;
            default -> Form.OTHER;
        };
    }

    int size() {
        return fields.length;
    }

    String name(int field) {
        return fields[field].name();
    }

    Schema schema(int field) {
        return fields[field].schema();
    }

    Form formOf(int field) {
        return forms[field];
    }

    /** The column of a field that is not skipped. */
    int column(int field) {
        return columns[field];
    }

    /** A row without any values. */
    DecodedRow begin() {
        absent.clear();
        java.util.Arrays.fill(said, null);
        return new DecodedRow(shape.layout());
    }

    /** Puts a text where it belongs, unless it is the placeholder of what the source left out. */
    void text(DecodedRow row, int column, String value) {
        if (unavailable.matches(value)) {
            absent.add(column);
        } else {
            row.setObject(column, value);
        }
    }

    /** Puts a value as Connect's data model has it where it belongs. */
    void put(DecodedRow row, int field, @Nullable Object value) {
        if (told[field] >= 0) {
            said[told[field]] = value;
        }
        int column = columns[field];
        if (column < 0) {
            return;
        }
        if (value != null && maybeUnavailable[column] && unavailable.matches(value)) {
            absent.add(column);
        } else {
            row.setObject(column, shape.read(column, value));
        }
    }

    /** The row with all its values. */
    DecodedRow end(DecodedRow row) throws BadBytesException {
        row.setAbsent(absent.get());
        for (int field : required) {
            if (row.isNull(columns[field])) {
                throw BadBytesException.missing(schema(field)).in(name(field));
            }
        }
        return row;
    }

    /** What a field that was to be kept aside said in the last row, or {@code null}. */
    @Nullable
    Object said(int teller) {
        return said[teller];
    }
}
