/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    @Test
    void rate_isFromTheFirstLookThatSawSomething_toTheOneThatSawAll() {
        RateMeter meter = new RateMeter(1_100);

        assertThat(meter.look(0, 1)).isFalse();
        assertThat(meter.look(100, 1_000_000_000)).isFalse();
        assertThat(meter.look(600, 1_500_000_000)).isFalse();
        assertThat(meter.look(1_100, 3_000_000_000L)).isTrue();

        assertThat(meter.rate()).isEqualTo(500);
    }

    @Test
    void nothingToSeeGrow_isNoRate() {
        RateMeter meter = new RateMeter(10);
        meter.look(10, 5);

        assertThatThrownBy(meter::rate).hasMessageContaining("first look");
    }
}
