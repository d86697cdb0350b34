/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/**
 * What the rows of the made-up table look like. Immutable.
 *
 * <p>Values are random text and numbers, the same for the same row in every run: text that repeats would flatter whatever
 * compresses.
 *
 * @param columns how many columns: seven or more, of which the first is the key
 * @param noteBytes length of the text in the last of the first seven columns
 */
public record RowShape(int columns, int noteBytes) {
    /** Seven columns, some 200 bytes as plain JSON. */
    public static final RowShape USUAL = new RowShape(7, 72);

    /** Name of the key's column. */
    public static final String ID = "id";

    /** Name of the column that holds the number of the event which has written the row last. */
    public static final String REVISION = "revision";

    private static final int LEAST = 7;
    private static final long FIRST_SECOND = 1_790_000_000L;
    private static final int NANOS = 1_000_000_000;
    private static final Schema AMOUNT = Decimal.builder(2)
            .parameter("connect.decimal.precision", "12")
            .optional()
            .build();
    private static final Schema MOMENT = SchemaBuilder.string()
            .name("io.debezium.time.ZonedTimestamp")
            .version(1)
            .optional()
            .build();

    /** Refuses fewer columns than seven. */
    public RowShape {
        if (columns < LEAST) {
            throw new IllegalArgumentException("Rows have seven columns or more, not " + columns);
        }
    }

    /**
     * The schema of a row.
     *
     * @param name its name
     * @param optional whether the row itself may be missing
     * @return the schema
     */
    Schema schema(String name, boolean optional) {
        SchemaBuilder row = SchemaBuilder.struct()
                .name(name)
                .field(ID, Schema.INT64_SCHEMA)
                .field(REVISION, Schema.INT64_SCHEMA)
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("email", Schema.OPTIONAL_STRING_SCHEMA)
                .field("amount", AMOUNT)
                .field("created_at", MOMENT)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA);
        for (int i = LEAST; i < columns; i++) {
            row.field(
                    "more_" + i,
                    switch (i % 3) {
                        case 0 -> Schema.OPTIONAL_INT64_SCHEMA;
                        case 1 -> Schema.OPTIONAL_STRING_SCHEMA;
                        default -> Schema.OPTIONAL_FLOAT64_SCHEMA;
                    });
        }
        return optional ? row.optional().build() : row.build();
    }

    /**
     * A row.
     *
     * @param schema of this shape
     * @param id its key
     * @param revision number of the event
     * @return the row
     */
    Struct row(Schema schema, long id, long revision) {
        SplittableRandom random = new SplittableRandom(id * 31 + revision);
        Struct row = new Struct(schema)
                .put(ID, id)
                .put(REVISION, revision)
                .put("name", text(random, 14))
                .put("email", text(random, 10) + "@example.com")
                .put("amount", BigDecimal.valueOf(random.nextLong(1, 99_999_999), 2))
                .put("created_at", moment(random))
                .put("note", text(random, noteBytes));
        List<Field> fields = schema.fields();
        for (int i = LEAST; i < columns; i++) {
            row.put(
                    fields.get(i),
                    switch (i % 3) {
                        case 0 -> (Object) random.nextLong(1L << 48);
                        case 1 -> text(random, 12);
                        default -> random.nextDouble();
                    });
        }
        return row;
    }

    /** As Debezium sends a timestamptz; a timestamp without a zone would be too much for a faster way of Debezium's sink. */
    private static String moment(SplittableRandom random) {
        return Instant.ofEpochSecond(FIRST_SECOND + random.nextInt(1 << 20), random.nextInt(NANOS / 1_000) * 1_000L)
                .toString();
    }

    private static String text(SplittableRandom random, int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    /**
     * The columns for PostgreSQL.
     *
     * @return what stands between the brackets of CREATE TABLE
     */
    public String columnsSql() {
        StringBuilder sql = new StringBuilder();
        List<String> types = types();
        List<String> names = names();
        for (int i = 0; i < columns; i++) {
            sql.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ').append(types.get(i));
            sql.append(i == 0 ? " PRIMARY KEY" : "");
        }
        return sql.toString();
    }

    /**
     * The columns' names, in order.
     *
     * @return names
     */
    public List<String> names() {
        return schema("row", false).fields().stream().map(Field::name).toList();
    }

    /**
     * The columns' types for PostgreSQL, in order.
     *
     * @return types
     */
    public List<String> types() {
        List<String> types =
                new ArrayList<>(List.of("bigint", "bigint", "text", "text", "numeric(12,2)", "timestamptz", "text"));
        for (int i = LEAST; i < columns; i++) {
            types.add(List.of("bigint", "text", "double precision").get(i % 3));
        }
        return types;
    }

    /** For people, such as "7 columns, 72 bytes of text". */
    @Override
    public String toString() {
        return columns + " columns, " + noteBytes + " bytes of text";
    }

    /**
     * The columns' names with commas between.
     *
     * @return for SQL
     */
    public String namesSql() {
        return names().stream().collect(Collectors.joining(", "));
    }
}
