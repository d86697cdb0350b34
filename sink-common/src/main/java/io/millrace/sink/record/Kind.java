/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * What a column's value means, whatever converter or source it came through. Each kind says by its {@link #storage()}
 * with which accessor of {@link Row} the value is read.
 */
public enum Kind {
    BOOLEAN(Storage.BOOLEAN),
    INT8(Storage.LONG),
    INT16(Storage.LONG),
    INT32(Storage.LONG),
    INT64(Storage.LONG),
    FLOAT32(Storage.DOUBLE),
    FLOAT64(Storage.DOUBLE),
    /** Exact decimal; the scale is that of the type, or differs from value to value where the type has none. */
    DECIMAL(Storage.DECIMAL),
    STRING(Storage.STRING),
    BYTES(Storage.BYTES),
    /** Days since 1970-01-01. */
    DATE(Storage.LONG),
    /** Time since midnight in the type's unit; may be 24:00:00, and with MySQL negative or far above that. */
    TIME(Storage.LONG),
    /** Time since 1970-01-01T00:00 in the type's unit, in no zone. */
    TIMESTAMP(Storage.LONG),
    /** ISO-8601 text with offset, or {@code infinity} / {@code -infinity}. */
    ZONED_TIMESTAMP(Storage.STRING),
    /** ISO-8601 text with offset. */
    ZONED_TIME(Storage.STRING),
    /** ISO-8601 text, possibly with a zone. */
    ISO_DATE(Storage.STRING),
    /** ISO-8601 text, possibly with a zone. */
    ISO_TIME(Storage.STRING),
    /** ISO-8601 text, possibly with a zone. */
    ISO_TIMESTAMP(Storage.STRING),
    YEAR(Storage.LONG),
    /** Length of time in the type's unit; for an SQL interval only an approximation, made by the source. */
    DURATION(Storage.LONG),
    /** ISO-8601 duration text such as {@code P1Y2M3DT4H5M6.78S}. */
    INTERVAL(Storage.STRING),
    UUID(Storage.STRING),
    JSON(Storage.STRING),
    XML(Storage.STRING),
    LTREE(Storage.STRING),
    TSVECTOR(Storage.STRING),
    /** One of the type's allowed values. */
    ENUM(Storage.STRING),
    /** Some of the type's allowed values, separated by commas. */
    ENUM_SET(Storage.STRING),
    /** Bits, least significant byte first; the type's length counts bits. */
    BITS(Storage.BYTES),
    ARRAY(Storage.LIST),
    MAP(Storage.MAP),
    /** Fields of their own; a semantic name tells geometries, vectors and structured temporals apart. */
    STRUCT(Storage.ROW),
    /** Known only from the value: records without schema. */
    DYNAMIC(Storage.OBJECT);

    /** Which accessor of {@link Row} reads a value. */
    public enum Storage {
        BOOLEAN,
        LONG,
        DOUBLE,
        DECIMAL,
        STRING,
        BYTES,
        LIST,
        MAP,
        ROW,
        OBJECT
    }

    private final Storage storage;

    Kind(Storage storage) {
        this.storage = storage;
    }

    public Storage storage() {
        return storage;
    }
}
