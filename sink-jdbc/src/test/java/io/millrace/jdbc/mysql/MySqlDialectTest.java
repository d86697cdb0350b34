/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jdbc.InsertMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlDialectTest {
    private final MySqlDialect dialect = new MySqlDialect(InsertMode.UPSERT, SecondaryKeys.REFUSE);

    @ParameterizedTest
    @CsvSource({
        "MySQL, 8.0.18, false",
        "MySQL, 8.0.19, true",
        "MySQL, 8.4.3, true",
        "MySQL, 9.1.0-commercial, true",
        "MySQL, 5.7.44-log, false",
        "MariaDB, 11.4.5-MariaDB-log, false",
        "MySQL, 5.5.5-10.11.6-MariaDB, false"
    })
    void rowAlias_dependsOnTheServer(String product, String version, boolean expected) {
        assertThat(MySqlDialect.hasRowAlias(product, version)).isEqualTo(expected);
    }

    @Test
    void upsertClause_ofEachServer() {
        assertThat(dialect.onDuplicateKey(List.of("id", "na`me"), 1, false))
                .isEqualTo(" ON DUPLICATE KEY UPDATE `na``me` = VALUES(`na``me`)");
        assertThat(dialect.onDuplicateKey(List.of("id", "name"), 1, true))
                .isEqualTo(" AS incoming ON DUPLICATE KEY UPDATE `name` = incoming.`name`");
    }

    @Test
    void upsertClause_withoutFurtherColumnsChangesNothing() {
        assertThat(dialect.onDuplicateKey(List.of("a", "b"), 2, true)).isEqualTo(" ON DUPLICATE KEY UPDATE `a` = `a`");
    }

    @Test
    void members_areReadWithTheirQuotes() {
        assertThat(MySqlCatalogue.members("enum('a','it''s','','a,b','(')"))
                .containsExactly("a", "it's", "", "a,b", "(");
    }
}
