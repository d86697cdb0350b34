/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexNameTest {
    @Test
    void name_isMadeLegal() {
        assertThat(IndexName.of("Shop.Public.Orders")).isEqualTo("shop.public.orders");
        assertThat(IndexName.of("a b:c/d\\e*f?g\"h<i>j|k,l#m")).isEqualTo("a_b_c_d_e_f_g_h_i_j_k_l_m");
        assertThat(IndexName.of("ÄÖ")).isEqualTo("äö");
    }

    @Test
    void name_thatCannotBeMadeLegal() {
        assertThat(IndexName.problem("orders")).isNull();
        assertThat(IndexName.problem("")).contains("empty");
        assertThat(IndexName.problem("..")).contains("'..'");
        assertThat(IndexName.problem("-a")).contains("begins with '-'");
        assertThat(IndexName.problem("+a")).contains("begins with '+'");
        assertThat(IndexName.problem("x".repeat(255))).isNull();
        assertThat(IndexName.problem("é".repeat(128))).contains("256 bytes");
    }
}
