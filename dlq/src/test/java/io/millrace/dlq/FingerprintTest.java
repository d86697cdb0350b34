/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static Fingerprint of(String code, String target, String message) {
        return Fingerprint.of(new Failure.Rejected(new FailureCode(code), message, null), target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // PostgreSQL
                "value too long for type character varying(10)|value too long for type character varying(10)",
                "value \"99999999999\" is out of range for type integer|value \"...\" is out of range for type integer",
                "null value in column \"email1\" of relation \"customers\" violates not-null constraint"
                        + "|null value in column \"email1\" of relation \"customers\" violates not-null constraint",
                "index row size 2712 exceeds btree version 4 maximum 2704 for index \"orders_note\""
                        + "|index row size <n> exceeds btree version <n> maximum <n> for index \"orders_note\"",
                "invalid byte sequence for encoding \"UTF8\": 0x00"
                        + "|invalid byte sequence for encoding \"UTF8\": <hex>",
                // MariaDB
                "(conn=17) Data too long for column 'name' at row 3|(conn=<n>) Data too long for column 'name' at row <n>",
                // Elasticsearch
                "document_parsing_exception (400): [1:20] failed to parse field [amount] of type [long]"
                        + "|document_parsing_exception (<n>): [<n>:<n>] failed to parse field [amount] of type [long]",
                "version conflict, current version [5] is higher or equal to the one provided [4]"
                        + "|version conflict, current version [<n>] is higher or equal to the one provided [<n>]",
                // whatever else varies
                "lost 7d444840-9dc0-11d1-b245-5ffdce74fad2 at 2026-11-26T08:15:00.123Z" + "|lost <uuid> at <time>",
                "trace 4bf92f3577b34da6a3ce929d0e0e4736 of int4 at orders-3@991|trace <hex> of int4 at orders-<n>@<n>"
            })
    void title_isTheMessageWithoutWhatVaries(String message, String title) {
        assertThat(of("jdbc.22001", "t", message).title()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value \"1\" is out of range for type integer|value \"2\" is out of range for type integer",
                "[1:20] failed to parse field [a] of type [long]|[7:4711] failed to parse field [a] of type [long]",
                "(conn=3) Data too long for column 'a' at row 1|(conn=4) Data too long for column 'a' at row 99"
            })
    void oneCause_hasOneFingerprint(String first, String second) {
        assertThat(of("jdbc.22003", "t", first)).isEqualTo(of("jdbc.22003", "t", second));
    }

    @Test
    void differentErrors_stayApart() {
        String notNull = "null value in column \"%s\" of relation \"customers\" violates not-null constraint";

        assertThat(of("jdbc.23502", "t", notNull.formatted("email")))
                .isNotEqualTo(of("jdbc.23502", "t", notNull.formatted("name")));
        assertThat(of("jdbc.22001", "t", "value too long for type character varying(10)"))
                .isNotEqualTo(of("jdbc.22001", "t", "value too long for type character varying(255)"));
        assertThat(of("jdbc.22001", "a", "m")).isNotEqualTo(of("jdbc.22001", "b", "m"));
        assertThat(of("jdbc.22001", "a", "m")).isNotEqualTo(of("jdbc.22003", "a", "m"));
    }

    @Test
    void whatAServerSays_isOneCauseWhereverItComesToLight() {
        Failure inABatch = rejected(new IllegalStateException("pool", batch()));
        Failure alone = rejected(alone());

        assertThat(Fingerprint.of(inABatch, "t")).isEqualTo(Fingerprint.of(alone, "t"));
    }

    @Test
    void faultsOfAProgram_areToldApartByTheirPlace() {
        Failure here = rejected(fault());
        Failure there = rejected(otherFault());

        assertThat(Fingerprint.of(here, "t")).isEqualTo(Fingerprint.of(rejected(fault()), "t"));
        assertThat(Fingerprint.of(here, "t")).isNotEqualTo(Fingerprint.of(there, "t"));
    }

    private static Failure rejected(Throwable cause) {
        return new Failure.Rejected(new FailureCode("jdbc.22001"), "message", cause);
    }

    private static SQLException batch() {
        return new SQLException("m", "22001");
    }

    private static SQLException alone() {
        return new SQLException("m", "22001");
    }

    private static RuntimeException fault() {
        return new IllegalStateException("m");
    }

    private static RuntimeException otherFault() {
        return new IllegalStateException("m");
    }
}
