/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Infinity;
import io.millrace.sink.record.Row;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.BitText;
import io.millrace.sink.wire.DecimalDigits;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/** Writes rows as Avro records. Stateless. */
final class AvroRows {
    private AvroRows() {}

    /**
     * Writes one record.
     *
     * @throws BadRecordException if a column's value has no form in Avro
     */
    static void write(WireBuffer out, Row row, AvroRecord record) {
        for (int i = 0; i < record.types().size(); i++) {
            AvroType type = record.types().get(i);
            if (record.nullable()) {
                if (row.isAbsent(i) || row.isNull(i)) {
                    AvroOutput.writeLong(out, 0);
                    continue;
                }
                AvroOutput.writeLong(out, 1);
            }
            writeOrBlame(out, row, i, type, record.columns().get(i));
        }
    }

    private static void writeOrBlame(WireBuffer out, Row row, int i, AvroType type, String field) {
        try {
            writeColumn(out, row, i, type, field);
        } catch (UnencodableTextException e) {
            throw new BadRecordException(
                    FailureCode.of("encode", "lone-surrogate"), "field '" + field + "': " + e.getMessage(), e);
        }
    }

    private static void writeColumn(WireBuffer out, Row row, int i, AvroType type, String field) {
        switch (type.form()) {
            case BOOLEAN -> AvroOutput.writeBoolean(out, row.booleanAt(i));
            case INTEGER, DATE, TIMESTAMP -> AvroOutput.writeLong(out, finite(row.longAt(i), type));
            case FLOAT -> AvroOutput.writeFloat(out, (float) row.doubleAt(i));
            case DOUBLE -> AvroOutput.writeDouble(out, row.doubleAt(i));
            case TEXT -> AvroOutput.writeText(out, row.stringAt(i));
            case BYTES -> AvroOutput.writeBytes(out, row.bytesAt(i));
            default -> writeObject(out, Objects.requireNonNull(row.objectAt(i)), type, field);
        }
    }

    private static void writeObject(WireBuffer out, Object value, AvroType type, String field) {
        switch (type.form()) {
            case BOOLEAN -> AvroOutput.writeBoolean(out, (Boolean) value);
            case INTEGER, DATE, TIMESTAMP -> AvroOutput.writeLong(out, finite(((Number) value).longValue(), type));
            case FLOAT -> AvroOutput.writeFloat(out, ((Number) value).floatValue());
            case DOUBLE -> AvroOutput.writeDouble(out, ((Number) value).doubleValue());
            case DECIMAL -> writeDecimal(out, (BigDecimal) value, type, field);
            case DECIMAL_TEXT, TEXT -> AvroOutput.writeText(out, value.toString());
            case BYTES -> AvroOutput.writeBytes(out, (byte[]) value);
            case BITS -> writeBits(out, (byte[]) value, type.type().length());
            case ARRAY -> writeArray(out, (List<?>) value, Objects.requireNonNull(type.element()), field);
            case MAP -> writeMap(out, (Map<?, ?>) value, Objects.requireNonNull(type.element()), field);
            case RECORD -> write(out, (Row) value, Objects.requireNonNull(type.fields()));
            case NONE ->
                throw new BadRecordException(
                        FailureCode.of("encode", "no-avro-type"),
                        "field '" + field + "' is of type " + type.type().describe() + ", which has no form in Avro;"
                                + " a record without schema can be written with 'format' 'json'");
        }
    }

    private static void writeOptional(WireBuffer out, @Nullable Object value, AvroType type, String field) {
        AvroOutput.writeLong(out, value == null ? 0 : 1);
        if (value != null) {
            writeObject(out, value, type, field);
        }
    }

    /** Avro's numbers have no infinity. The last and the first day or moment there are keep the order, and cannot be meant. */
    private static long finite(long value, AvroType type) {
        if (type.form() == AvroType.Form.DATE) {
            int sign = Infinity.ofDate(value);
            return sign == 0 ? value : sign > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        }
        if (type.form() == AvroType.Form.TIMESTAMP) {
            TimeUnit unit = Objects.requireNonNull(type.type().unit());
            int sign = Infinity.ofTimestamp(value, unit);
            return sign == 0 ? value : sign > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return value;
    }

    private static void writeDecimal(WireBuffer out, BigDecimal value, AvroType type, String field) {
        LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) type.schema().getLogicalType();
        BigDecimal scaled = value;
        if (value.scale() != decimal.getScale()) {
            try {
                scaled = value.setScale(decimal.getScale());
            } catch (ArithmeticException e) {
                throw tooLong(field, type.type(), "more digits behind the point than", e);
            }
        }
        if (scaled.precision() > decimal.getPrecision()) {
            throw tooLong(field, type.type(), "more digits than the " + decimal.getPrecision() + " of", null);
        }
        if (DecimalDigits.isLong(scaled)) {
            AvroOutput.writeInteger(out, DecimalDigits.unscaled(scaled));
        } else {
            AvroOutput.writeBytes(out, scaled.unscaledValue().toByteArray());
        }
    }

    private static BadRecordException tooLong(
            String field, ColumnType type, String problem, @Nullable ArithmeticException cause) {
        return new BadRecordException(
                FailureCode.of("encode", "decimal-too-long"),
                "field '" + field + "' has " + problem + " its type " + type.describe(),
                cause);
    }

    /** Bits come least significant byte first; text has the highest bit first. */
    private static void writeBits(WireBuffer out, byte[] value, int length) {
        String text = BitText.of(value, length);
        AvroOutput.writeLong(out, text.length());
        out.writeUtf8(text);
    }

    private static void writeArray(WireBuffer out, List<?> values, AvroType element, String field) {
        if (!values.isEmpty()) {
            AvroOutput.writeLong(out, values.size());
            for (Object value : values) {
                writeOptional(out, value, element, field);
            }
        }
        AvroOutput.writeLong(out, 0);
    }

    private static void writeMap(WireBuffer out, Map<?, ?> values, AvroType element, String field) {
        if (!values.isEmpty()) {
            AvroOutput.writeLong(out, values.size());
            for (Map.Entry<?, ?> entry : values.entrySet()) {
                AvroOutput.writeText(out, String.valueOf(entry.getKey()));
                writeOptional(out, entry.getValue(), element, field);
            }
        }
        AvroOutput.writeLong(out, 0);
    }
}
