/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.BitText;
import io.millrace.sink.wire.DecimalDigits;
import io.millrace.sink.wire.IsoText;
import io.millrace.sink.wire.UnencodableTextException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as JSON objects: what a document or a line says for each kind of column is decided here, for all targets.
 * Confined to one thread; names are encoded once per shape.
 *
 * <p>Numbers and booleans are themselves; decimals are numbers with all their digits; dates and times are ISO-8601 text;
 * bytes are base64; bits are text of 0 and 1, highest first; JSON columns stand as JSON, not as text; not-a-number and
 * infinities are text, since JSON has no such numbers. An absent column is left out.
 */
public final class JsonRowWriter {
    private static final int MOST_SHAPES = 1_000;

    private final JsonFactory factory;
    private final IsoText iso = new IsoText();
    private final DecimalDigits decimals = new DecimalDigits();
    private final Map<RowShape, SerializableString[]> names = new IdentityHashMap<>();

    /** @param factory also reads JSON columns */
    public JsonRowWriter(JsonFactory factory) {
        this.factory = factory;
    }

    /**
     * Writes one object.
     *
     * @throws BadRecordException if a column's value has no form in JSON; the generator is of no further use then
     */
    public void writeObject(JsonGenerator out, Row row) throws IOException {
        out.writeStartObject();
        writeFields(out, row);
        out.writeEndObject();
    }

    /** Writes the columns of a row into the object that is being written. */
    public void writeFields(JsonGenerator out, Row row) throws IOException {
        RowShape shape = row.shape();
        SerializableString[] fieldNames = namesOf(shape);
        for (int i = 0; i < fieldNames.length; i++) {
            if (row.isAbsent(i)) {
                continue;
            }
            out.writeFieldName(fieldNames[i]);
            if (row.isNull(i)) {
                out.writeNull();
            } else {
                writeColumnOrBlame(out, row, i, shape.column(i));
            }
        }
    }

    private void writeColumnOrBlame(JsonGenerator out, Row row, int i, Column column) throws IOException {
        try {
            writeColumn(out, row, i, column);
        } catch (UnencodableTextException e) {
            throw new BadRecordException(
                    FailureCode.of("encode", "lone-surrogate"), "field '" + column.name() + "': " + e.getMessage(), e);
        }
    }

    private void writeColumn(JsonGenerator out, Row row, int i, Column column) throws IOException {
        ColumnType type = column.type();
        switch (type.kind().storage()) {
            case BOOLEAN -> out.writeBoolean(row.booleanAt(i));
            case LONG -> writeLong(out, row.longAt(i), type);
            case DOUBLE -> writeDouble(out, row.doubleAt(i), type.kind());
            case DECIMAL -> writeDecimal(out, row.decimalAt(i));
            case STRING -> writeText(out, row.stringAt(i), type, column.name());
            case BYTES -> writeBytes(out, row.bytesAt(i), type);
            case LIST, MAP, ROW, OBJECT ->
                writeObject(out, Objects.requireNonNull(row.objectAt(i)), type, column.name());
        }
    }

    private void writeLong(JsonGenerator out, long value, ColumnType type) throws IOException {
        switch (type.kind()) {
            case DATE -> iso.date(value);
            case TIME -> iso.time(value, unit(type));
            case TIMESTAMP -> iso.timestamp(value, unit(type));
            default -> {
                out.writeNumber(value);
                return;
            }
        }
        out.writeString(iso.chars(), 0, iso.length());
    }

    private static TimeUnit unit(ColumnType type) {
        return Objects.requireNonNull(type.unit(), "temporal numbers have a unit");
    }

    private void writeDecimal(JsonGenerator out, BigDecimal value) throws IOException {
        if (decimals.write(value)) {
            out.writeNumber(decimals.chars(), decimals.start(), decimals.length());
        } else {
            out.writeNumber(value);
        }
    }

    private static void writeDouble(JsonGenerator out, double value, Kind kind) throws IOException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.writeString(Double.toString(value));
        } else if (kind == Kind.FLOAT32) {
            out.writeNumber((float) value);
        } else {
            out.writeNumber(value);
        }
    }

    private void writeText(JsonGenerator out, String value, ColumnType type, String field) throws IOException {
        if (type.kind() != Kind.JSON) {
            writeString(out, value);
            return;
        }
        // Written token by token: a line break between tokens would end a line of the target's.
        try (JsonParser parser = factory.createParser(value)) {
            if (parser.nextToken() == null) {
                throw new BadRecordException(
                        FailureCode.of("encode", "bad-json"), "field '" + field + "' is empty, not JSON");
            }
            JsonCopy.value(parser, out);
        } catch (JsonParseException e) {
            throw new BadRecordException(
                    FailureCode.of("encode", "bad-json"), "field '" + field + "' is said to be JSON and is not", e);
        }
    }

    /** JSON could say a lone surrogate with an escape, but what readers make of it differs: none of them keep it. */
    private static void writeString(JsonGenerator out, String text) throws IOException {
        UnencodableTextException.check(text);
        out.writeString(text);
    }

    private static void writeBytes(JsonGenerator out, byte[] value, ColumnType type) throws IOException {
        if (type.kind() == Kind.BITS) {
            out.writeString(BitText.of(value, type.length()));
        } else {
            out.writeBinary(value);
        }
    }

    private void writeObject(JsonGenerator out, @Nullable Object value, ColumnType type, String field)
            throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (type.kind().storage()) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case LONG -> writeLong(out, ((Number) value).longValue(), type);
            case DOUBLE -> writeDouble(out, ((Number) value).doubleValue(), type.kind());
            case DECIMAL -> writeDecimal(out, (BigDecimal) value);
            case STRING -> writeText(out, (String) value, type, field);
            case BYTES -> writeBytes(out, (byte[]) value, type);
            case LIST -> writeList(out, (List<?>) value, Objects.requireNonNull(type.element()), field);
            case MAP -> writeMap(out, (Map<?, ?>) value, Objects.requireNonNull(type.element()), field);
            case ROW -> writeObject(out, (Row) value);
            case OBJECT -> writeDynamic(out, value, field);
        }
    }

    private void writeList(JsonGenerator out, List<?> values, ColumnType element, String field) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            writeObject(out, value, element, field);
        }
        out.writeEndArray();
    }

    private void writeMap(JsonGenerator out, Map<?, ?> values, ColumnType element, String field) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.writeFieldName(String.valueOf(entry.getKey()));
            writeObject(out, entry.getValue(), element, field);
        }
        out.writeEndObject();
    }

    /** A value of a record without schema: what it is, its class tells. */
    private void writeDynamic(JsonGenerator out, Object value, String field) throws IOException {
        if (value instanceof String text) {
            writeString(out, text);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Double || value instanceof Float) {
            writeDouble(out, ((Number) value).doubleValue(), value instanceof Float ? Kind.FLOAT32 : Kind.FLOAT64);
        } else if (value instanceof BigDecimal decimal) {
            writeDecimal(out, decimal);
        } else if (value instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (value instanceof Number number) {
            out.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            out.writeBinary(bytes);
        } else if (value instanceof List<?> list) {
            writeList(out, list, ColumnType.of(Kind.DYNAMIC), field);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(out, map, ColumnType.of(Kind.DYNAMIC), field);
        } else {
            throw new BadRecordException(
                    FailureCode.of("encode", "unknown-type"),
                    "field '" + field + "' is a " + value.getClass().getName() + ", which has no form in JSON");
        }
    }

    private SerializableString[] namesOf(RowShape shape) {
        SerializableString[] known = names.get(shape);
        if (known == null) {
            known = new SerializableString[shape.size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = new SerializedString(shape.column(i).name());
            }
            if (names.size() >= MOST_SHAPES) {
                names.clear();
            }
            names.put(shape, known);
        }
        return known;
    }
}
