/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.wire.WireBuffer;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroOutputTest {
    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 127, 128, -128, -129, 32_767, 32_768, -32_768, -32_769, Long.MAX_VALUE, Long.MIN_VALUE})
    void integers_takeTheBytesOfBigInteger(long value) {
        assertSame(value);
    }

    @Test
    void anyInteger_takesTheBytesOfBigInteger() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            assertSame(random.nextLong() >> random.nextInt(64));
        }
    }

    private static void assertSame(long value) {
        WireBuffer out = new WireBuffer(16);
        AvroOutput.writeInteger(out, value);

        WireBuffer expected = new WireBuffer(16);
        AvroOutput.writeBytes(expected, BigInteger.valueOf(value).toByteArray());
        assertThat(Arrays.copyOf(out.array(), out.size()))
                .as("%d, seed %d", value, SEED)
                .isEqualTo(Arrays.copyOf(expected.array(), expected.size()));
    }
}
