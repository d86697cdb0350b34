/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.spi.BadRecordException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Types of pgvector and PostGIS, which the test servers do not have: the text that the extensions read. */
class ExtensionTypesTest {
    private static final ColumnType DOUBLES = ColumnType.array(ColumnType.of(Kind.FLOAT64));
    private static final ColumnType FLOATS = ColumnType.array(ColumnType.of(Kind.FLOAT32));
    private static final RowShape SPARSE = new RowShape(
            "sparse",
            List.of(
                    new Column("dimensions", ColumnType.of(Kind.INT16), false),
                    new Column(
                            "vector", ColumnType.map(ColumnType.of(Kind.INT16), ColumnType.of(Kind.FLOAT64)), false)));
    private static final RowShape GEOMETRY = new RowShape(
            "geometry",
            List.of(
                    new Column("wkb", ColumnType.of(Kind.BYTES), false),
                    new Column("srid", ColumnType.of(Kind.INT32), true)));

    private static ValueText text(ColumnType type, String target) {
        PgType column = new PgType(target, target, 'U', -1, target, null);
        Field field = new Field(
                new Column("v", type, true),
                TableName.parse("t"),
                new PgColumn("v", column, false, false, false, false));
        return new ValueTexts().of(field, type, column);
    }

    @Test
    void vectors_areWrittenInTheirExtensionsText() {
        assertThat(text(DOUBLES, "vector").of(List.of(1d, -0.1, 1e10))).isEqualTo("[1.0,-0.1,1.0E10]");
        assertThat(text(FLOATS, "halfvec").of(List.of(1f, -0.5f, 65_504f))).isEqualTo("[1.0,-0.5,65504.0]");
        assertThat(text(FLOATS, "vector").of(List.of(0.1f))).isEqualTo("[0.1]");
    }

    @Test
    void vectors_refuseWhatTheirPrecisionCannotKeep() {
        assertThatThrownBy(() -> text(DOUBLES, "vector").of(List.of(0.123456789012)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("'v' (vector)");
        assertThatThrownBy(() -> text(FLOATS, "halfvec").of(List.of(0.1f)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("half precision");
        assertThatThrownBy(() -> text(DOUBLES, "vector").of(Arrays.asList(1d, null)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("no NULL");
    }

    @Test
    void sparseVectors_areWrittenInOrderOfTheirIndices() {
        for (String name : List.of("SparseDoubleVector", "SparseVector")) {
            ColumnType type = ColumnType.struct(SPARSE).from("io.debezium.data." + name, null);
            assertThat(text(type, "sparsevec").of(new ArrayRow(SPARSE, 25, Map.of((short) 11, 20d, (short) 1, 10d))))
                    .isEqualTo("{1:10.0,11:20.0}/25");
        }
    }

    @Test
    void sparseAndDenseVectors_doNotMix() {
        ColumnType sparse = ColumnType.struct(SPARSE).from("io.debezium.data.SparseDoubleVector", null);
        assertThat(text(sparse, "vector")).isNull();
        assertThat(text(DOUBLES, "sparsevec")).isNull();
        assertThat(text(ColumnType.array(ColumnType.of(Kind.INT32)), "vector")).isNull();
    }

    @Test
    void postGis_getsBinaryInHexadecimalBehindItsReferenceSystem() {
        byte[] point = HexFormat.of().parseHex("0101000000000000000000f03f0000000000000040");
        for (String name : List.of("Geometry", "Geography", "Point")) {
            ColumnType type = ColumnType.struct(GEOMETRY).from("io.debezium.data.geometry." + name, null);
            assertThat(text(type, "geometry").of(new ArrayRow(GEOMETRY, point, 4326)))
                    .isEqualTo("SRID=4326;0101000000000000000000F03F0000000000000040");
            assertThat(text(type, "geography").of(new ArrayRow(GEOMETRY, point, null)))
                    .isEqualTo("0101000000000000000000F03F0000000000000040");
        }
    }
}
