/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalDigitsTest {
    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());

    private final DecimalDigits digits = new DecimalDigits();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "-0.5",
                "1",
                "-1",
                "10",
                "0.000001",
                "12.3400",
                "999999999999999999",
                "-999999999999999999",
                "0.999999999999999999",
                "-9.99999999999999999",
                "100.00"
            })
    void ordinaryDecimals_areWrittenAsText(String text) {
        assertThat(digits.write(new BigDecimal(text))).isTrue();
        assertThat(digits).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+3", "0E+1", "0.0000001", "0E-8", "1000000000000000000", "12345678901234567.89"})
    void decimalsWithExponentOrManyDigits_areLeftToOthers(String text) {
        assertThat(digits.write(new BigDecimal(text))).isFalse();
    }

    @Test
    void anyDecimal_isWrittenAsItsOwnText_orNotAtAll() {
        Random random = new Random(SEED);
        int written = 0;
        for (int i = 0; i < 200_000; i++) {
            BigInteger unscaled = new BigInteger(random.nextInt(72), random);
            BigDecimal value =
                    new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(30) - 4);
            if (DecimalDigits.isLong(value)) {
                assertThat(BigInteger.valueOf(DecimalDigits.unscaled(value)))
                        .as("seed %d", SEED)
                        .isEqualTo(value.unscaledValue());
            }
            if (digits.write(value)) {
                written++;
                assertThat(digits.toString()).as("seed %d", SEED).isEqualTo(value.toString());
            }
        }
        assertThat(written).as("seed %d", SEED).isGreaterThan(50_000);
    }
}
