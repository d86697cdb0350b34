/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.Failure;
import io.millrace.jdbc.batch.SqlErrors;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlErrorsTest {
    private final SqlErrors upserts = new SqlErrors(new MySqlErrors(false));
    private final SqlErrors inserts = new SqlErrors(new MySqlErrors(true));

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, Transient",
        "1213, 40001, Transient",
        "1969, 70100, Transient",
        "3024, HY000, Transient",
        "1020, HY000, Transient",
        "1040, 08004, TargetDown",
        "1053, 08S01, TargetDown",
        "1021, HY000, TargetDown",
        "1114, HY000, TargetDown",
        "1290, HY000, TargetDown",
        "1792, 25006, TargetDown",
        "1836, HY000, TargetDown",
        "1927, 70100, TargetDown",
        "2013, HY000, TargetDown",
        "-1, 08000, TargetDown",
        "0, 08S01, TargetDown",
        "1045, 28000, Systemic",
        "1044, 42000, Systemic",
        "1142, 42000, Systemic",
        "1049, 42000, Systemic",
        "1146, 42S02, Systemic",
        "1054, 42S22, Systemic",
        "1364, HY000, Systemic",
        "1665, HY000, Systemic",
        "1048, 23000, Rejected",
        "1153, 08S01, Rejected",
        "1264, 22003, Rejected",
        "1265, 01000, Rejected",
        "1292, 22007, Rejected",
        "1366, 22007, Rejected",
        "1406, 22001, Rejected",
        "1644, 45000, Rejected",
        "3819, HY000, Rejected",
        "4025, 23000, Rejected",
        "1062, 23000, Dependency",
        "1451, 23000, Dependency",
        "1452, 23000, Dependency",
        "9999, HY000, Unclassified"
    })
    void everyNumber_hasItsMeaning(int number, String state, String failure) {
        assertThat(upserts.classify(new SQLException("message", state, number))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(failure);
    }

    @Test
    void duplicateKey_isTheRecordsFaultWhereRowsAreOnlyEverCreated() {
        SQLException error = new SQLException("Duplicate entry '5' for key 'PRIMARY'", "23000", 1062);

        assertThat(inserts.classify(error)).isInstanceOf(Failure.Rejected.class);
    }

    @Test
    void values_areNeverQuoted() {
        assertThat(upserts.classify(
                                new SQLException("Duplicate entry 'it's secret' for key 'users_email'", "23000", 1062))
                        .message())
                .contains("users_email")
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException(
                                "Incorrect integer value: 'secret' for column `shop`.`t`.`n` at row 1", "22007", 1366))
                        .message())
                .contains("`n")
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException("Truncated incorrect DOUBLE value: 'secret'", "22007", 1292))
                        .message())
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException("secret is not welcome", "45000", 1644))
                        .message())
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException("Table has no partition for value secret", "HY000", 1526))
                        .message())
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException(
                                "Invalid JSON text: \"secret\" in value for column 'c'", "22032", 3140))
                        .message())
                .doesNotContain("secret");
        assertThat(upserts.classify(new SQLException("Something with 'secret' in it", "HY000", 9999))
                        .message())
                .doesNotContain("secret");
    }

    @Test
    void rowTooLargeForTheDriver_isTheRecordsFault() {
        assertThat(upserts.classify(
                        new SQLException("query size (17000000) is >= to max_allowed_packet (16777216)", "HZ000", -1)))
                .isInstanceOf(Failure.Rejected.class);
    }

    @Test
    void whatThePoolWraps_isFound() {
        SQLException refused = new SQLException("Access denied for user 'x'", "28000", 1045);

        assertThat(upserts.classify(new SQLTransientConnectionException("pool - timed out", null, 0, refused)))
                .isInstanceOf(Failure.Systemic.class);
        assertThat(upserts.classify(new BatchUpdateException("x", "22001", 1406, new int[0])))
                .isInstanceOf(Failure.Rejected.class);
    }
}
