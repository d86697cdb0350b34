/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private static Percentiles upTo(int last) {
        return Percentiles.of(
                IntStream.rangeClosed(1, last).mapToDouble(i -> last + 1 - i).toArray());
    }

    @Test
    void percentile_isTheLeastValueThatSoManyDoNotExceed() {
        assertThat(upTo(1_000).at(50)).isEqualTo(500);
        assertThat(upTo(1_000).at(99)).isEqualTo(990);
        assertThat(upTo(1_000).at(99.9)).isEqualTo(999);
        assertThat(upTo(10).at(99)).isEqualTo(10);
        assertThat(upTo(7).at(100)).isEqualTo(7);
        assertThat(upTo(7).at(0)).isEqualTo(1);
    }

    @Test
    void nothing_hasNone() {
        assertThat(Percentiles.of(new double[0]).at(50)).isNaN();
    }
}
