/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.elasticsearch.DocumentSettings.IdOverflow;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.wire.UnencodableTextException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DocumentIdTest {
    private final DocumentId ids = new DocumentId('|', IdOverflow.HASH);

    private static RowKey key(Object... typesAndValues) {
        List<Column> columns = new ArrayList<>();
        Object[] values = new Object[typesAndValues.length / 2];
        for (int i = 0; i < values.length; i++) {
            columns.add(new Column("k" + i, (ColumnType) typesAndValues[2 * i], false));
            values[i] = typesAndValues[2 * i + 1];
        }
        return new RowKey(new ArrayRow(new RowShape("key", columns), values));
    }

    private static ColumnType of(Kind kind) {
        return ColumnType.of(kind);
    }

    @Test
    void singleField_isItsText() throws Exception {
        assertThat(ids.of(key(of(Kind.INT64), 42L))).isEqualTo("42");
        assertThat(ids.of(key(of(Kind.STRING), "a|b%c"))).isEqualTo("a|b%c");
        assertThat(ids.of(key(of(Kind.UUID), "8c7a9d3e-1f2b"))).isEqualTo("8c7a9d3e-1f2b");
        assertThat(ids.of(key(of(Kind.BOOLEAN), true))).isEqualTo("true");
        assertThat(ids.of(key(of(Kind.FLOAT64), 0.5))).isEqualTo("0.5");
        assertThat(ids.of(key(of(Kind.BYTES), new byte[] {(byte) 0xFB, (byte) 0xFF})))
                .isEqualTo("-_8");
        assertThat(ids.of(key(of(Kind.DATE), 20455L))).isEqualTo("2026-01-02");
        assertThat(ids.of(key(ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS), 1L)))
                .isEqualTo("1970-01-01T00:00:00.001");
        assertThat(ids.of(key(of(Kind.DYNAMIC), 7))).isEqualTo("7");
    }

    @Test
    void equalDecimals_haveOneId() throws Exception {
        assertThat(ids.of(key(of(Kind.DECIMAL), new BigDecimal("100.00")))).isEqualTo("100");
        assertThat(ids.of(key(of(Kind.DECIMAL), new BigDecimal("1E+2")))).isEqualTo("100");
        assertThat(ids.of(key(of(Kind.DYNAMIC), new BigDecimal("0.10")))).isEqualTo("0.1");
    }

    @Test
    void compositeKey_isUnambiguous() throws Exception {
        assertThat(ids.of(key(of(Kind.INT32), 1L, of(Kind.STRING), "x"))).isEqualTo("1|x");
        assertThat(ids.of(key(of(Kind.STRING), "a|b", of(Kind.STRING), "c"))).isEqualTo("a%7cb|c");
        assertThat(ids.of(key(of(Kind.STRING), "a", of(Kind.STRING), "b|c"))).isEqualTo("a|b%7cc");
        assertThat(ids.of(key(of(Kind.STRING), "%7c", of(Kind.STRING), ""))).isEqualTo("%257c|");
    }

    @Test
    void differentKeys_neverShareAnId() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, List<String>> seen = new HashMap<>();
        String symbols = "|%7c25a";
        for (int i = 0; i < 20_000; i++) {
            List<String> parts = new ArrayList<>();
            Object[] fields = new Object[6];
            for (int j = 0; j < 3; j++) {
                StringBuilder part = new StringBuilder();
                for (int k = random.nextInt(4); k > 0; k--) {
                    part.append(symbols.charAt(random.nextInt(symbols.length())));
                }
                parts.add(part.toString());
                fields[2 * j] = of(Kind.STRING);
                fields[2 * j + 1] = part.toString();
            }
            List<String> other = seen.putIfAbsent(ids.of(key(fields)), parts);
            assertThat(other == null || other.equals(parts))
                    .as("seed %d: %s and %s", seed, parts, other)
                    .isTrue();
        }
    }

    @Test
    void longId_isHashedOrRejected() throws Exception {
        RowKey longest = key(of(Kind.STRING), "é".repeat(256));
        RowKey tooLong = key(of(Kind.STRING), "é".repeat(256) + "x");

        assertThat(ids.of(longest)).hasSize(256);
        assertThat(ids.of(tooLong)).startsWith("sha256-").hasSize(50).isEqualTo(ids.of(tooLong));
        assertThatThrownBy(() -> new DocumentId('|', IdOverflow.REJECT).of(tooLong))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("512")
                .hasMessageNotContaining("é");
    }

    @Test
    void keyWithoutText_isRejected() throws Exception {
        assertThatThrownBy(() -> ids.of(key(of(Kind.STRING), ""))).isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> ids.of(key(of(Kind.DYNAMIC), Map.of("a", 1))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("'k0'");
        assertThatThrownBy(() -> ids.of(key(ColumnType.array(of(Kind.INT32)), List.of(1L))))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("ARRAY of INT32");
        assertThatThrownBy(() -> ids.of(key(of(Kind.STRING), "\uD800"))).isInstanceOf(UnencodableTextException.class);
    }
}
