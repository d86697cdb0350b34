/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.jdbc.batch.FieldEncoder;
import org.jspecify.annotations.Nullable;

/**
 * How a field of events gets into a column of a table. Immutable.
 *
 * @param wire type that values travel as, always one whose binary form is simple
 * @param cast type that SQL casts them to, or {@code null} if they are assigned as they are
 * @param encoder writes values
 */
public record Binding(Wire wire, @Nullable String cast, FieldEncoder encoder) {
    /** Types that values travel as: name and oid are the same in every database. */
    public enum Wire {
        BOOL("bool", 16),
        BYTEA("bytea", 17),
        INT8("int8", 20),
        INT2("int2", 21),
        INT4("int4", 23),
        TEXT("text", 25),
        FLOAT4("float4", 700),
        FLOAT8("float8", 701),
        DATE("date", 1082),
        TIME("time", 1083),
        TIMESTAMP("timestamp", 1114),
        TIMESTAMPTZ("timestamptz", 1184),
        INTERVAL("interval", 1186),
        NUMERIC("numeric", 1700),
        UUID("uuid", 2950);

        private final String type;
        private final int oid;

        Wire(String type, int oid) {
            this.type = type;
            this.oid = oid;
        }

        /** Name in SQL. */
        public String type() {
            return type;
        }

        public int oid() {
            return oid;
        }
    }

    /** A reference to the value in SQL. */
    public String sql(String reference) {
        return cast == null ? reference : reference + "::" + cast;
    }
}
