/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeLimitTest {
    @Test
    void limit_onlyEverShrinks() {
        SizeLimit limit = new SizeLimit();
        assertThat(limit.most()).isEqualTo(Long.MAX_VALUE);

        limit.tooLarge(1_000);
        assertThat(limit.most()).isEqualTo(500);
        limit.tooLarge(100_000);
        assertThat(limit.most()).isEqualTo(500);
        limit.tooLarge(500);
        assertThat(limit.most()).isEqualTo(250);
        limit.tooLarge(1);
        assertThat(limit.most()).isEqualTo(1);
    }
}
