/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import io.millrace.s3.format.AvroType.Form;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Avro's type for each kind of column. Stateless. */
final class AvroTypes {
    /** Digits of a decimal whose schema does not tell: the most that Spark and Trino can read. */
    static final int USUAL_PRECISION = 38;

    private static final String CONNECT_TIMESTAMP = "org.apache.kafka.connect.data.Timestamp";

    private AvroTypes() {}

    /**
     * The type of a column.
     *
     * @param name full name for a record, if it becomes one
     */
    static AvroType of(ColumnType type, String name) {
        AvroType avro = plain(type, name);
        // Records say by their place what they are, and one may be referred to twice.
        if (type.semanticName() != null && avro.schema().getType() != Schema.Type.RECORD) {
            avro.schema().addProp("connect.name", type.semanticName());
        }
        return avro;
    }

    private static AvroType plain(ColumnType type, String name) {
        return switch (type.kind()) {
            case BOOLEAN -> AvroType.of(Form.BOOLEAN, Schema.create(Schema.Type.BOOLEAN), type);
            case INT8, INT16, INT32, YEAR -> AvroType.of(Form.INTEGER, Schema.create(Schema.Type.INT), type);
            case INT64 -> AvroType.of(Form.INTEGER, Schema.create(Schema.Type.LONG), type);
            case FLOAT32 -> AvroType.of(Form.FLOAT, Schema.create(Schema.Type.FLOAT), type);
            case FLOAT64 -> AvroType.of(Form.DOUBLE, Schema.create(Schema.Type.DOUBLE), type);
            case DECIMAL -> decimal(type);
            case BYTES -> AvroType.of(Form.BYTES, Schema.create(Schema.Type.BYTES), type);
            case DATE -> AvroType.of(Form.DATE, logical(Schema.Type.INT, LogicalTypes.date()), type);
            case TIME -> time(type);
            case TIMESTAMP -> timestamp(type);
            case DURATION -> duration(type);
            case BITS -> AvroType.of(Form.BITS, text(), type);
            case UUID -> AvroType.of(Form.TEXT, logical(Schema.Type.STRING, LogicalTypes.uuid()), type);
            case STRING,
                    ZONED_TIMESTAMP,
                    ZONED_TIME,
                    ISO_DATE,
                    ISO_TIME,
                    ISO_TIMESTAMP,
                    INTERVAL,
                    JSON,
                    XML,
                    LTREE,
                    TSVECTOR,
                    ENUM,
                    ENUM_SET -> AvroType.of(Form.TEXT, text(), type);
            case ARRAY -> array(type, name);
            case MAP -> map(type, name);
            case STRUCT -> struct(type, name);
            case DYNAMIC -> AvroType.of(Form.NONE, text(), type);
        };
    }

    private static Schema text() {
        return Schema.create(Schema.Type.STRING);
    }

    private static Schema logical(Schema.Type type, LogicalType logical) {
        return logical.addToSchema(Schema.create(type));
    }

    private static AvroType decimal(ColumnType type) {
        if (type.scale() == ColumnType.UNKNOWN) {
            return AvroType.of(Form.DECIMAL_TEXT, text(), type);
        }
        // Avro knows neither a negative scale nor one above the precision.
        int scale = Math.max(0, type.scale());
        int precision = type.precision() > 0 ? type.precision() - Math.min(0, type.scale()) : USUAL_PRECISION;
        Schema schema = logical(Schema.Type.BYTES, LogicalTypes.decimal(Math.max(precision, scale), scale));
        return AvroType.of(Form.DECIMAL, schema, type);
    }

    private static TimeUnit unit(ColumnType type) {
        return Objects.requireNonNull(type.unit(), "temporal numbers have a unit");
    }

    /** Avro has no time of day in nanoseconds. */
    private static AvroType time(ColumnType type) {
        Schema schema =
                switch (unit(type)) {
                    case MILLISECONDS -> logical(Schema.Type.INT, LogicalTypes.timeMillis());
                    case MICROSECONDS -> logical(Schema.Type.LONG, LogicalTypes.timeMicros());
                    default -> units(type);
                };
        return AvroType.of(Form.INTEGER, schema, type);
    }

    /** Connect's own timestamp is a moment; Debezium's are what a clock on the wall shows. */
    private static AvroType timestamp(ColumnType type) {
        boolean moment = CONNECT_TIMESTAMP.equals(type.semanticName());
        LogicalType logical =
                switch (unit(type)) {
                    case MILLISECONDS -> moment ? LogicalTypes.timestampMillis() : LogicalTypes.localTimestampMillis();
                    case MICROSECONDS -> moment ? LogicalTypes.timestampMicros() : LogicalTypes.localTimestampMicros();
                    default -> moment ? LogicalTypes.timestampNanos() : LogicalTypes.localTimestampNanos();
                };
        return AvroType.of(Form.TIMESTAMP, logical(Schema.Type.LONG, logical), type);
    }

    private static AvroType duration(ColumnType type) {
        return AvroType.of(Form.INTEGER, units(type), type);
    }

    private static Schema units(ColumnType type) {
        Schema schema = Schema.create(Schema.Type.LONG);
        schema.addProp("unit", unit(type).name().toLowerCase(java.util.Locale.ROOT));
        return schema;
    }

    private static AvroType array(ColumnType type, String name) {
        AvroType element = of(Objects.requireNonNull(type.element()), name + ".element");
        return new AvroType(Form.ARRAY, Schema.createArray(AvroRecord.orNull(element.schema())), type, element, null);
    }

    private static AvroType map(ColumnType type, String name) {
        ColumnType key = Objects.requireNonNull(type.mapKey());
        AvroType value = of(Objects.requireNonNull(type.element()), name + ".value");
        Schema schema = Schema.createMap(AvroRecord.orNull(value.schema()));
        boolean keysAreText = key.kind().storage() == Kind.Storage.STRING
                || key.kind().storage() == Kind.Storage.LONG
                || key.kind() == Kind.BOOLEAN;
        return new AvroType(keysAreText ? Form.MAP : Form.NONE, schema, type, value, null);
    }

    private static AvroType struct(ColumnType type, String name) {
        AvroRecord fields = AvroRecord.of(Objects.requireNonNull(type.fields()), name, true);
        return new AvroType(Form.RECORD, fields.schema(), type, null, fields);
    }
}
