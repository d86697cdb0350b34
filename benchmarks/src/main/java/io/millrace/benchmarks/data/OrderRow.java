/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The row that everything is measured with: an order of a shop, ten columns of the types that such tables are made of, and
 * more of the same for wide rows. Stateless.
 */
final class OrderRow {
    static final String KEY = "id";
    static final String NOTE = "note";
    private static final int COLUMNS = 10;
    private static final Schema TOTAL = Decimal.builder(2)
            .parameter("connect.decimal.precision", "12")
            .optional()
            .build();
    private static final Schema TIME = SchemaBuilder.int64()
            .name("io.debezium.time.MicroTimestamp")
            .version(1)
            .optional()
            .build();

    private OrderRow() {}

    /** @param columns a multiple of ten */
    static Schema schema(String topic, int columns) {
        SchemaBuilder row = SchemaBuilder.struct().name(topic + ".Value").field(KEY, Schema.INT64_SCHEMA);
        for (int i = 0; i < columns / COLUMNS; i++) {
            String suffix = i == 0 ? "" : "_" + i;
            if (i > 0) {
                row.field("reference" + suffix, Schema.INT64_SCHEMA);
            }
            row.field("customer_id" + suffix, Schema.INT64_SCHEMA)
                    .field("status" + suffix, Schema.OPTIONAL_STRING_SCHEMA)
                    .field("total" + suffix, TOTAL)
                    .field("currency" + suffix, Schema.OPTIONAL_STRING_SCHEMA)
                    .field("quantity" + suffix, Schema.OPTIONAL_INT32_SCHEMA)
                    .field("paid" + suffix, Schema.OPTIONAL_BOOLEAN_SCHEMA)
                    .field("weight" + suffix, Schema.OPTIONAL_FLOAT64_SCHEMA)
                    .field("created_at" + suffix, TIME)
                    .field(NOTE + suffix, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return row.build();
    }

    /** The same table at a PostgreSQL target. */
    static String columnsSql(int columns) {
        StringBuilder sql = new StringBuilder(KEY + " bigint PRIMARY KEY");
        for (int i = 0; i < columns / COLUMNS; i++) {
            String suffix = i == 0 ? "" : "_" + i;
            if (i > 0) {
                sql.append(", reference").append(suffix).append(" bigint");
            }
            sql.append(", customer_id").append(suffix).append(" bigint");
            sql.append(", status").append(suffix).append(" text");
            sql.append(", total").append(suffix).append(" numeric(12,2)");
            sql.append(", currency").append(suffix).append(" text");
            sql.append(", quantity").append(suffix).append(" integer");
            sql.append(", paid").append(suffix).append(" boolean");
            sql.append(", weight").append(suffix).append(" double precision");
            sql.append(", created_at").append(suffix).append(" timestamp");
            sql.append(", ").append(NOTE).append(suffix).append(" text");
        }
        return sql.toString();
    }

    static Map<String, Object> values(long id, int columns) {
        Map<String, Object> row = new HashMap<>();
        row.put(KEY, id);
        for (int i = 0; i < columns / COLUMNS; i++) {
            String suffix = i == 0 ? "" : "_" + i;
            row.put("reference" + suffix, id * 31);
            row.put("customer_id" + suffix, 100_000 + id % 977);
            row.put("status" + suffix, id % 3 == 0 ? "shipped" : "placed");
            row.put("total" + suffix, BigDecimal.valueOf(1_999 + id * 7 % 90_000, 2));
            row.put("currency" + suffix, "EUR");
            row.put("quantity" + suffix, (int) (1 + id % 9));
            row.put("paid" + suffix, id % 2 == 0);
            row.put("weight" + suffix, 0.25 * (id % 40));
            row.put("created_at" + suffix, 1_790_000_000_000_000L + id * 1_234_567);
            row.put(NOTE + suffix, "please leave the parcel with the neighbours, order " + id);
        }
        row.keySet().removeIf(name -> name.equals("reference"));
        return row;
    }
}
