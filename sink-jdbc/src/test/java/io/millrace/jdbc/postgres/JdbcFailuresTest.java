/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import io.millrace.sink.spi.Scope;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcFailuresTest {
    private final JdbcFailures failures = new JdbcFailures(false);

    @ParameterizedTest
    @CsvSource({
        "08001, TARGET_DOWN",
        "08006, TARGET_DOWN",
        "57P01, TARGET_DOWN",
        "57P03, TARGET_DOWN",
        "53100, TARGET_DOWN",
        "53300, TARGET_DOWN",
        "25006, TARGET_DOWN",
        "58030, TARGET_DOWN",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "55P03, TRANSIENT",
        "57014, TRANSIENT",
        "28P01, SYSTEMIC",
        "28000, SYSTEMIC",
        "3D000, SYSTEMIC",
        "42P01, SYSTEMIC",
        "42703, SYSTEMIC",
        "42501, SYSTEMIC",
        "22001, RECORD",
        "22021, RECORD",
        "22P02, RECORD",
        "23502, RECORD",
        "23505, DEPENDENCY",
        "23514, RECORD",
        "P0001, RECORD",
        "23503, DEPENDENCY"
    })
    void sqlState_hasItsClass(String state, FailureClass expected) {
        Failure failure = failures.classify(new SQLException("message", state));

        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.code()).hasToString("jdbc." + state);
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, TARGET",
        "28000, TARGET",
        "3D000, TARGET",
        "08006, TARGET",
        "42P01, DESTINATION",
        "42703, DESTINATION",
        "42501, DESTINATION",
        "3F000, DESTINATION"
    })
    void sqlState_concernsATableOrAll(String state, Scope expected) {
        assertThat(failures.scope(failures.classify(new SQLException("message", state))))
                .isEqualTo(expected);
    }

    @Test
    void unknownStates_areUnclassified() {
        assertThat(failures.classify(new SQLException("m", "XX000"))).isInstanceOf(Failure.Unclassified.class);
        assertThat(failures.classify(new SQLException("m", "08P01"))).isInstanceOf(Failure.Unclassified.class);
        assertThat(failures.classify(new IOException("m"))).isInstanceOf(Failure.Unclassified.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22P02|invalid input syntax for type integer: \"secret\"",
                "22P02|invalid input value for enum mood: \"it's \"secret\" so\"",
                "22003|value \"4711secret\" is out of range for type integer",
                "22008|date/time field value out of range: \"secret\"",
                "22021|invalid byte sequence for encoding \"UTF8\": 0xe2 0x28  Detail: secret",
                "P0001|the customer secret is not welcome",
                "XX000|what is \"secret\"?"
            })
    void values_areNeverQuoted(String state, String message) {
        assertThat(failures.classify(new SQLException(message, state)).message())
                .doesNotContain("secret");
    }

    @Test
    void names_areKept() {
        String notNull = "null value in column \"email\" of relation \"customers\" violates not-null constraint";

        assertThat(failures.classify(new SQLException(notNull, "23502")).message())
                .isEqualTo(notNull);
    }

    @Test
    void poolsException_isJudgedByItsCause() {
        SQLException pool = new SQLTransientConnectionException(
                "timeout", "08006", new SQLException("password authentication failed", "28P01"));

        assertThat(failures.classify(pool)).isInstanceOf(Failure.Systemic.class);
        assertThat(failures.classify(new SQLTransientConnectionException("pool is empty")))
                .isInstanceOf(Failure.TargetDown.class);
    }
}
