/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.WireBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write, as Avro's own reader sees it. */
class AvroFormatTest {
    private static final long FIRST_MICROS = -9_223_372_036_832_400_000L;
    private static final @Nullable ArrayRow NO_KEY = null;

    private final Events events = new Events();
    private final AvroFormat format = new AvroFormat(true, 6);

    private static RowShape shape(String column, ColumnType type) {
        return new RowShape("row", List.of(new Column(column, type, true)));
    }

    private List<GenericRecord> written(ChangeEvent... changes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RowLayout layout = null;
        for (ChangeEvent change : changes) {
            layout = format.layout(change, layout);
        }
        try (ObjectAppender appender = format.begin(layout, "place", file)) {
            WireBuffer row = new WireBuffer(16);
            for (ChangeEvent change : changes) {
                row.clear();
                format.encode(change, row);
                appender.append(row.array(), 0, row.size());
            }
        }
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileStream<GenericRecord> reader =
                new DataFileStream<>(new ByteArrayInputStream(file.toByteArray()), new GenericDatumReader<>())) {
            reader.forEach(records::add);
        }
        return records;
    }

    private GenericRecord after(ColumnType type, Object value) throws IOException {
        return (GenericRecord) written(events.upsert(NO_KEY, new ArrayRow(shape("c", type), value)))
                .get(0)
                .get("after");
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            list.forEach(element -> values.add(plain(element)));
            return values;
        }
        return value instanceof CharSequence ? value.toString() : value;
    }

    private static Schema branch(GenericRecord record) {
        return record.getSchema().getField("c").schema().getTypes().get(1);
    }

    private static Arguments of(ColumnType type, Object value, String schema, Object expected) {
        return Arguments.of(type, value, schema, expected);
    }

    static Stream<Arguments> values() {
        ColumnType text = ColumnType.of(Kind.STRING);
        return Stream.of(
                of(ColumnType.of(Kind.BOOLEAN), true, "\"boolean\"", true),
                of(ColumnType.of(Kind.INT8), (byte) -128, "\"int\"", -128),
                of(ColumnType.of(Kind.INT16), Short.MAX_VALUE, "\"int\"", 32_767),
                of(ColumnType.of(Kind.INT32), Integer.MIN_VALUE, "\"int\"", Integer.MIN_VALUE),
                of(ColumnType.of(Kind.INT64), Long.MIN_VALUE, "\"long\"", Long.MIN_VALUE),
                of(ColumnType.of(Kind.INT64), Long.MAX_VALUE, "\"long\"", Long.MAX_VALUE),
                of(ColumnType.of(Kind.FLOAT32), 1.5f, "\"float\"", 1.5f),
                of(ColumnType.of(Kind.FLOAT32), Float.NaN, "\"float\"", Float.NaN),
                of(ColumnType.of(Kind.FLOAT64), -0.1, "\"double\"", -0.1),
                of(ColumnType.of(Kind.FLOAT64), Double.NEGATIVE_INFINITY, "\"double\"", Double.NEGATIVE_INFINITY),
                of(ColumnType.of(Kind.STRING), "a\u00e4\u20ac\uD83D\uDE00", "\"string\"", "a\u00e4\u20ac\uD83D\uDE00"),
                of(ColumnType.of(Kind.STRING), "", "\"string\"", ""),
                of(ColumnType.of(Kind.BYTES), new byte[] {1, -1}, "\"bytes\"", ByteBuffer.wrap(new byte[] {1, -1})),
                of(ColumnType.of(Kind.DATE), 20_455, "\"date\"", 20_455),
                of(ColumnType.of(Kind.DATE), -2_147_472_692, "\"date\"", Integer.MAX_VALUE),
                of(ColumnType.of(Kind.DATE), -2_147_472_691, "\"date\"", Integer.MIN_VALUE),
                of(ColumnType.temporal(Kind.TIME, TimeUnit.MILLISECONDS), 1_000, "\"time-millis\"", 1_000),
                of(
                        ColumnType.temporal(Kind.TIME, TimeUnit.MICROSECONDS),
                        86_400_000_000L,
                        "\"time-micros\"",
                        86_400_000_000L),
                of(ColumnType.temporal(Kind.TIME, TimeUnit.NANOSECONDS), 7L, "\"nanoseconds\"", 7L),
                of(ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS), -1L, "\"local-timestamp-millis\"", -1L),
                of(
                        ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)
                                .from("org.apache.kafka.connect.data.Timestamp", null),
                        5L,
                        "\"timestamp-millis\"",
                        5L),
                of(ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS), 9L, "\"local-timestamp-micros\"", 9L),
                of(
                        ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS),
                        FIRST_MICROS,
                        "\"local-timestamp-micros\"",
                        Long.MIN_VALUE),
                of(ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.NANOSECONDS), 9L, "\"local-timestamp-nanos\"", 9L),
                of(ColumnType.temporal(Kind.DURATION, TimeUnit.MICROSECONDS), 3L, "\"microseconds\"", 3L),
                of(ColumnType.of(Kind.YEAR), 2026, "\"int\"", 2026),
                of(ColumnType.of(Kind.ZONED_TIMESTAMP), "infinity", "\"string\"", "infinity"),
                of(ColumnType.of(Kind.ZONED_TIME), "01:04:05Z", "\"string\"", "01:04:05Z"),
                of(ColumnType.of(Kind.ISO_DATE), "2026-01-02", "\"string\"", "2026-01-02"),
                of(ColumnType.of(Kind.ISO_TIME), "01:02:03", "\"string\"", "01:02:03"),
                of(ColumnType.of(Kind.ISO_TIMESTAMP), "2026-01-02T01:02:03", "\"string\"", "2026-01-02T01:02:03"),
                of(ColumnType.of(Kind.INTERVAL), "P1Y", "\"string\"", "P1Y"),
                of(
                        ColumnType.of(Kind.UUID),
                        "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f",
                        "\"uuid\"",
                        "8c7a9d3e-1f2b-4c5d-8e9f-0a1b2c3d4e5f"),
                of(ColumnType.of(Kind.JSON), "{\"a\": 1}", "\"string\"", "{\"a\": 1}"),
                of(ColumnType.of(Kind.XML), "<a/>", "\"string\"", "<a/>"),
                of(ColumnType.of(Kind.LTREE), "a.b", "\"string\"", "a.b"),
                of(ColumnType.of(Kind.TSVECTOR), "'a'", "\"string\"", "'a'"),
                of(ColumnType.enumeration(Kind.ENUM, List.of("very happy")), "very happy", "\"string\"", "very happy"),
                of(ColumnType.enumeration(Kind.ENUM_SET, List.of("a", "b")), "a,b", "\"string\"", "a,b"),
                of(ColumnType.bits(10), new byte[] {5, 2}, "\"string\"", "1000000101"),
                of(ColumnType.array(text), Arrays.asList("x", null), "\"array\"", Arrays.asList("x", null)),
                of(ColumnType.array(text), List.of(), "\"array\"", List.of()),
                of(
                        ColumnType.array(ColumnType.array(ColumnType.of(Kind.INT32))),
                        List.of(List.of(1, 2), List.of()),
                        "\"array\"",
                        List.of(List.of(1, 2), List.of())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void value_isReadBack(ColumnType type, Object value, String schema, Object expected) throws Exception {
        GenericRecord after = after(type, value);

        assertThat(branch(after).toString()).contains(schema);
        assertThat(plain(after.get("c"))).isEqualTo(expected);
    }

    @Test
    void everyKind_isTested() {
        Set<Kind> tested = new HashSet<>();
        values().forEach(arguments -> tested.add(((ColumnType) arguments.get()[0]).kind()));
        // These have tests of their own.
        tested.addAll(List.of(Kind.DECIMAL, Kind.MAP, Kind.STRUCT, Kind.DYNAMIC));

        assertThat(tested).containsExactlyInAnyOrder(Kind.values());
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                Arguments.of(12, 4, "12345.6789", "12345.6789"),
                Arguments.of(12, 4, "-1.5", "-1.5000"),
                Arguments.of(ColumnType.UNKNOWN, 2, "99999999999999999999.99", "99999999999999999999.99"),
                Arguments.of(2, 5, "0.00012", "0.00012"),
                Arguments.of(5, -2, "1234500", "1234500"),
                Arguments.of(60, 0, "9".repeat(60), "9".repeat(60)));
    }

    @ParameterizedTest
    @MethodSource("decimals")
    void decimal_isExact(int precision, int scale, String value, String expected) throws Exception {
        GenericRecord after = after(ColumnType.decimal(precision, scale), new BigDecimal(value));

        LogicalTypes.Decimal type = (LogicalTypes.Decimal) branch(after).getLogicalType();
        BigDecimal read =
                new Conversions.DecimalConversion().fromBytes((ByteBuffer) after.get("c"), branch(after), type);
        assertThat(read.toPlainString()).isEqualTo(expected);
    }

    @Test
    void decimalWithoutScale_isText() throws Exception {
        GenericRecord after = after(
                ColumnType.decimal(ColumnType.UNKNOWN, ColumnType.UNKNOWN), new BigDecimal("3.14159265358979323846"));

        assertThat(after.get("c")).hasToString("3.14159265358979323846");
    }

    @Test
    void decimalThatDoesNotFit_isItsRecordsFault() {
        assertThatThrownBy(() -> after(ColumnType.decimal(4, 2), new BigDecimal("1.234")))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'c'")
                .hasMessageNotContaining("1.234");
        assertThatThrownBy(() -> after(ColumnType.decimal(4, 2), new BigDecimal("123.45")))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'c'");
    }

    @Test
    void map_hasTextKeys() throws Exception {
        ColumnType numbers = ColumnType.map(ColumnType.of(Kind.INT32), ColumnType.of(Kind.STRING));
        Map<?, ?> map = (Map<?, ?>) after(numbers, Map.of(7, "seven")).get("c");

        assertThat(map).hasSize(1);
        assertThat(map.keySet().iterator().next()).hasToString("7");
        assertThat(map.values().iterator().next()).hasToString("seven");
    }

    @Test
    void struct_isRecordWithAPlaceForAName() throws Exception {
        RowShape inner = new RowShape(
                "point",
                List.of(
                        new Column("x", ColumnType.of(Kind.FLOAT64), false),
                        new Column("wk b", ColumnType.of(Kind.BYTES), true)));
        GenericRecord after = after(ColumnType.struct(inner), new ArrayRow(inner, 1.0, null));

        GenericRecord point = (GenericRecord) after.get("c");
        assertThat(point.getSchema().getFullName()).isEqualTo("millrace.Row.c");
        assertThat(point.get("x")).isEqualTo(1.0);
        assertThat(point.get("wk_x0020_b")).isNull();
        assertThat(point.getSchema().getField("wk_x0020_b").getProp("source.name"))
                .isEqualTo("wk b");
    }

    @Test
    void valueWithoutSchema_isItsRecordsFault() {
        assertThatThrownBy(() -> after(ColumnType.of(Kind.DYNAMIC), "x"))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'c'")
                .hasMessageContaining("schema");
    }

    @Test
    void loneSurrogate_namesItsField() {
        assertThatThrownBy(() -> after(ColumnType.of(Kind.STRING), "x\uD800"))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field 'c'");
    }

    @Test
    void deletes_goWithAnySchema() throws Exception {
        RowShape rows = shape("c", ColumnType.of(Kind.INT32));
        RowShape keys = shape("id", ColumnType.of(Kind.INT64));
        ChangeEvent upsert = events.upsert(new ArrayRow(keys, 1L), new ArrayRow(rows, 5));
        ChangeEvent delete = events.delete(new ArrayRow(keys, 1L), null);
        List<GenericRecord> records = written(upsert, delete);

        RowLayout layout = format.layout(upsert, null);
        assertThat(format.layout(delete, layout)).isSameAs(layout);
        assertThat(records.get(1).get("op")).hasToString("d");
        assertThat(records.get(1).get("after")).isNull();
        assertThat(((GenericRecord) records.get(1).get("key")).get("id")).isEqualTo(1L);
        assertThat(records.get(1).get("ts_ms")).isNull();
        assertThat(records.get(0).get("ts_ms")).isEqualTo(1_000L);
        assertThat(records.get(0).get("source_ts_ms")).isEqualTo(2_000L);
    }

    @Test
    void equalSchemas_shareALayout() {
        RowShape first = shape("c", ColumnType.of(Kind.INT32));
        RowShape second = shape("c", ColumnType.of(Kind.INT32));
        RowShape other = shape("c", ColumnType.of(Kind.INT64));
        RowLayout layout = format.layout(events.upsert(NO_KEY, new ArrayRow(first, 1)), null);

        assertThat(format.layout(events.upsert(NO_KEY, new ArrayRow(second, 1)), layout))
                .isSameAs(layout);
        assertThat(format.layout(events.upsert(NO_KEY, new ArrayRow(other, 1L)), layout))
                .isNotSameAs(layout);
    }
}
