/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jdbc.rowwise.Family;
import io.millrace.jdbc.rowwise.TargetColumn;
import io.millrace.jdbc.rowwise.TargetType;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.SourceColumn;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MySqlWideningTest {
    private static final TargetType SMALLINT = TargetType.integer("smallint(6)", 16, false);
    private static final TargetType INT = TargetType.integer("int(11)", 32, false);
    private static final TargetType UNSIGNED = TargetType.integer("int(10) unsigned", 32, true);
    private static final TargetType BIGINT = TargetType.integer("bigint(20)", 64, false);
    private static final TargetType DECIMAL = TargetType.decimal("decimal(10,2)", 10, 2);
    private static final TargetType VARCHAR = TargetType.text("varchar(40)", 40, TargetType.ANY);
    private static final TargetType DATETIME = TargetType.of(Family.TIMESTAMP, "datetime(3)", 3);
    private static final TargetType TIME = TargetType.of(Family.TIME, "time", 0);
    private static final TargetType BIT = TargetType.of(Family.BIT, "bit(8)", 8);

    static Stream<Arguments> pairs() {
        ColumnType unsignedLong = ColumnType.decimal(20, 0).from(null, new SourceColumn("BIGINT UNSIGNED", -1, -1));
        return Stream.of(
                Arguments.of(SMALLINT, ColumnType.of(Kind.INT16), null),
                Arguments.of(SMALLINT, ColumnType.of(Kind.INT32), "int"),
                Arguments.of(INT, ColumnType.of(Kind.INT64), "bigint"),
                Arguments.of(UNSIGNED, ColumnType.of(Kind.INT64), "bigint unsigned"),
                Arguments.of(UNSIGNED, unsignedLong, "bigint unsigned"),
                Arguments.of(INT, unsignedLong, "decimal(20)"),
                Arguments.of(BIGINT, ColumnType.of(Kind.INT64), null),
                Arguments.of(INT, ColumnType.decimal(9, 0), null),
                Arguments.of(INT, ColumnType.decimal(10, 0), "decimal(10,0)"),
                Arguments.of(INT, ColumnType.decimal(12, 2), "decimal(12,2)"),
                Arguments.of(BIGINT, ColumnType.decimal(12, 2), "decimal(21,2)"),
                Arguments.of(UNSIGNED, ColumnType.decimal(12, 2), "decimal(12,2) unsigned"),
                Arguments.of(INT, ColumnType.decimal(ColumnType.UNKNOWN, ColumnType.UNKNOWN), null),
                Arguments.of(INT, ColumnType.of(Kind.STRING), null),
                Arguments.of(DECIMAL, ColumnType.decimal(8, 2), null),
                Arguments.of(DECIMAL, ColumnType.decimal(12, 2), "decimal(12,2)"),
                Arguments.of(DECIMAL, ColumnType.decimal(8, 4), "decimal(12,4)"),
                Arguments.of(DECIMAL, ColumnType.of(Kind.INT32), "decimal(12,2)"),
                Arguments.of(DECIMAL, ColumnType.decimal(65, 0), null),
                Arguments.of(TargetType.of(Family.FLOAT, "float", -1), ColumnType.of(Kind.FLOAT64), "double"),
                Arguments.of(TargetType.of(Family.FLOAT, "float", -1), ColumnType.of(Kind.FLOAT32), null),
                Arguments.of(VARCHAR, text("VARCHAR", 80), "varchar(80)"),
                Arguments.of(VARCHAR, text("VARCHAR", 40), null),
                Arguments.of(VARCHAR, text("TEXT", -1), null),
                Arguments.of(VARCHAR, ColumnType.of(Kind.STRING), null),
                Arguments.of(TargetType.text("char(40)", 40, -1), text("VARCHAR", 80), null),
                Arguments.of(DATETIME, ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS), null),
                Arguments.of(DATETIME, ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MICROSECONDS), "datetime(6)"),
                Arguments.of(TIME, ColumnType.temporal(Kind.TIME, TimeUnit.MILLISECONDS), "time(3)"),
                Arguments.of(DATETIME, ColumnType.temporal(Kind.TIME, TimeUnit.MICROSECONDS), null),
                Arguments.of(BIT, ColumnType.bits(12), "bit(12)"),
                Arguments.of(BIT, ColumnType.bits(8), null),
                Arguments.of(BIT, ColumnType.bits(70), null));
    }

    private static ColumnType text(String type, int length) {
        return ColumnType.of(Kind.STRING).from(null, new SourceColumn(type, length, -1));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @MethodSource("pairs")
    void widerType_takesWhatIsThereAndWhatComes(TargetType column, ColumnType events, @Nullable String wider) {
        assertThat(MySqlWidening.of(new TargetColumn("c", column, true, false), events))
                .isEqualTo(wider);
    }
}
