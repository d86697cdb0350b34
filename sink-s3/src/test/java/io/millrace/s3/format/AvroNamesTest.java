/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroNamesTest {
    @ParameterizedTest
    @CsvSource({
        "id, id",
        "order_id, order_id",
        "__op, __op",
        "a b, a_x0020_b",
        "a-b, a_x002d_b",
        "a.b, a_x002e_b",
        "1st, _x0031_st",
        "straße, stra_x00df_e",
        "_x0020_, _x005f_x0020_",
        "_x00, _x00",
        "'', _x_"
    })
    void name_isAllowedAndSaysWhatItWas(String column, String expected) {
        assertThat(AvroNames.of(column)).isEqualTo(expected);
    }

    @Test
    void differentNames_stayDifferent() {
        long seed = Long.getLong("millrace.seed", new Random().nextLong());
        Random random = new Random(seed);
        String symbols = "_x0 24f-$a9ß\uD83D\uDE00";
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(10); j >= 0; j--) {
                name.append(symbols.charAt(random.nextInt(symbols.length())));
            }
            String column = name.toString();
            String avro = AvroNames.of(column);
            String other = seen.putIfAbsent(avro, column);
            assertThat(other == null || other.equals(column))
                    .as("'%s' and '%s' both become '%s' (seed %d)", other, column, avro, seed)
                    .isTrue();
        }
        seen.keySet().stream().limit(1_000).forEach(name -> assertThat(new Schema.Field(name, string()).name())
                .isEqualTo(name));
    }

    private static Schema string() {
        return Schema.create(Schema.Type.STRING);
    }
}
