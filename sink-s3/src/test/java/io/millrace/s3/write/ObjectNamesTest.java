/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {
    private final ObjectNames names = new ObjectNames("shop/orders", "3", ".avro");

    @Test
    void key_hasTwentyDigits() {
        assertThat(names.key(1_234)).isEqualTo("shop/orders/3/00000000000000001234.avro");
        assertThat(names.key(Long.MAX_VALUE)).isEqualTo("shop/orders/3/09223372036854775807.avro");
    }

    @Test
    void names_sortAsOffsetsDo() {
        List<String> keys = Stream.of(0L, 9L, 10L, 99_999L, 100_000L, Long.MAX_VALUE)
                .map(names::key)
                .toList();

        assertThat(keys).isSorted();
        assertThat(names.before(10)).isGreaterThan(names.key(9)).isLessThan(names.key(10));
    }

    @Test
    void offset_isReadWhateverTheFormat() {
        assertThat(names.offset(names.key(1_234))).isEqualTo(1_234);
        assertThat(names.offset("shop/orders/3/00000000000000001234.jsonl.gz")).isEqualTo(1_234);
    }

    @Test
    void otherNames_haveNoOffset() {
        assertThat(names.offset("shop/orders/3/README.md")).isEqualTo(-1);
        assertThat(names.offset("shop/orders/3/0000000000000000123x.avro")).isEqualTo(-1);
        assertThat(names.offset("shop/orders/3/00000000000000001234")).isEqualTo(-1);
        assertThat(names.offset("shop/orders/3/")).isEqualTo(-1);
        assertThat(names.offset("shop/orders/3/99999999999999999999.avro")).isEqualTo(-1);
    }
}
