/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.SourceColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class DdlTypesTest {
    private static ColumnType of(Kind kind, String source) {
        return ColumnType.of(kind).from(null, new SourceColumn(source, Integer.MAX_VALUE, 0));
    }

    private static ColumnType geometry(String name, String source) {
        return ColumnType.struct(new RowShape("geometry", List.of()))
                .from(
                        "io.debezium.data.geometry." + name,
                        source == null ? null : new SourceColumn(source, Integer.MAX_VALUE, 0));
    }

    @Test
    void typesThatTheSourceSendsAsBytes_areMadeAsTheyWere() {
        assertThat(DdlTypes.sql(of(Kind.BYTES, "INT4MULTIRANGE"))).isEqualTo("int4multirange");
        assertThat(DdlTypes.sql(of(Kind.BYTES, "PG_LSN"))).isEqualTo("pg_lsn");
        assertThat(DdlTypes.sql(of(Kind.BYTES, "BYTEA"))).isEqualTo("bytea");
        assertThat(DdlTypes.sql(of(Kind.BYTES, "ADDRESS"))).isEqualTo("bytea");
    }

    @Test
    void arrays_areMadeOfTheSourcesElements() {
        assertThat(DdlTypes.sql(array(Kind.STRING, "_INET", Integer.MAX_VALUE, 0)))
                .isEqualTo("inet[]");
        assertThat(DdlTypes.sql(array(Kind.JSON, "_JSONB", Integer.MAX_VALUE, 0)))
                .isEqualTo("jsonb[]");
        assertThat(DdlTypes.sql(array(Kind.STRING, "_VARCHAR", 5, 0))).isEqualTo("varchar(5)[]");
        assertThat(DdlTypes.sql(array(Kind.STRING, "_NUMERIC", 6, 2))).isEqualTo("numeric(6,2)[]");
        assertThat(DdlTypes.sql(array(Kind.STRING, "_NUMERIC", 131_089, 0))).isEqualTo("numeric[]");
        assertThat(DdlTypes.sql(array(Kind.STRING, "TAGS", Integer.MAX_VALUE, 0)))
                .isEqualTo("text[]");
    }

    private static ColumnType array(Kind element, String source, int length, int scale) {
        return ColumnType.array(ColumnType.of(element)).from(null, new SourceColumn(source, length, scale));
    }

    @Test
    void geometries_areMadeWhereTheTypeIsCertain() {
        assertThat(DdlTypes.sql(geometry("Point", null))).isEqualTo("point");
        assertThat(DdlTypes.sql(geometry("Circle", null))).isEqualTo("circle");
        assertThat(DdlTypes.sql(geometry("Line", null))).isEqualTo("line");
        assertThat(DdlTypes.sql(geometry("Geometry", "BOX"))).isEqualTo("box");
        assertThat(DdlTypes.sql(geometry("Geometry", null))).isNull();
        assertThat(DdlTypes.sql(geometry("Geometry", "GEOMETRY"))).isNull();
        assertThat(DdlTypes.sql(ColumnType.struct(new RowShape("other", List.of()))))
                .isNull();
    }
}
