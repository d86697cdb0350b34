/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.jdbc.batch.SqlErrors;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiErrorsTest {
    private final SqlErrors upserts = new SqlErrors(new AnsiErrors(false));

    @ParameterizedTest
    @CsvSource({
        "08006, TargetDown",
        "22001, Rejected",
        "23505, Dependency",
        "23503, Dependency",
        "23502, Rejected",
        "25006, TargetDown",
        "28000, Systemic",
        "40001, Transient",
        "42S02, Systemic",
        "57014, Transient",
        "HY000, Unclassified"
    })
    void everyState_hasItsMeaning(String state, String failure) {
        assertThat(upserts.classify(new SQLException("message", state))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(failure);
    }

    @Test
    void vendorsStates_areToldByJdbcsClasses() {
        assertThat(upserts.classify(new SQLNonTransientConnectionException("broken", "90067", 90_067)))
                .isInstanceOf(Failure.TargetDown.class);
        assertThat(upserts.classify(new SQLTimeoutException("timeout", "HYT00", 50_200)))
                .isInstanceOf(Failure.Transient.class);
        assertThat(upserts.classify(new SQLSyntaxErrorException("what?", "99999", 1)))
                .isInstanceOf(Failure.Systemic.class);
    }

    @Test
    void messagesAboutRows_areNotPassedOn() {
        assertThat(upserts.classify(new SQLException("VALUES ('secret')", "23505", 23_505))
                        .message())
                .contains("23505")
                .doesNotContain("secret");
    }

    @Test
    void names_areNoPatterns() {
        assertThat(AnsiCatalogue.escaped("a_b%c\\", "\\")).isEqualTo("a\\_b\\%c\\\\");
        assertThat(AnsiCatalogue.escaped("a_b", null)).isEqualTo("a_b");
    }
}
