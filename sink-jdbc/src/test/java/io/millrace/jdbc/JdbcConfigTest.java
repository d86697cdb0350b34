/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.config.ConfigReference;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.testkit.contract.ExampleConfigs;
import io.millrace.testkit.rules.GeneratedPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class JdbcConfigTest {
    private static final String URL = "jdbc:postgresql://localhost/shop";

    private final SinkConfig config = new SinkConfig(new JdbcPlugin());

    private Map<String, List<String>> problems(String... settings) {
        Map<String, String> posted = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            posted.put(settings[i], settings[i + 1]);
        }
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : config.validate(posted)) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    private static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    @Test
    void defaults() {
        JdbcSettings settings = JdbcFragment.read(config.parse(Map.of("connection.url", URL)));

        assertThat(settings)
                .isEqualTo(new JdbcSettings(
                        URL,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(90),
                        1,
                        Tables.of(InsertMode.UPSERT, SchemaEvolution.NONE),
                        new DdlSettings(true, Duration.ofSeconds(2)),
                        50_000,
                        java.util.Optional.empty(),
                        java.util.Optional.empty()));
    }

    @Test
    void everyKey_isWired() {
        JdbcSettings settings = JdbcFragment.read(config.parse(settings(
                "connection.url", URL,
                "connection.user", "u",
                "connection.password", "p",
                "connection.timeout.ms", "1000",
                "statement.timeout.ms", "2000",
                "socket.timeout.ms", "3000",
                "lanes", "4",
                "schema.evolution", "add",
                "schema.ddl", "log",
                "schema.lock.timeout.ms", "70",
                "copy.min.values", "700",
                "name", "orders-sink",
                "delivery", "exactly_once",
                "ledger.table", "ops.progress",
                "ledger.table.create", "false",
                "ledger.source.positions", "false",
                "dlq.destinations", "topic",
                "dlq.topic.name", "letters",
                "dlq.kafka.bootstrap.servers", "localhost:9092",
                "dlq.order", "supersede",
                "dlq.ledger", "target",
                "dlq.ledger.table", "ops.letters",
                "dlq.ledger.table.create", "false")));

        assertThat(settings)
                .isEqualTo(new JdbcSettings(
                        URL,
                        java.util.Optional.of("u"),
                        java.util.Optional.of(new Password("p")),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        4,
                        Tables.of(InsertMode.UPSERT, SchemaEvolution.ADD),
                        new DdlSettings(false, Duration.ofMillis(70)),
                        700,
                        java.util.Optional.of(new LedgerSettings("orders-sink", "ops.progress", false, false)),
                        java.util.Optional.of(new LetterLedgerSettings("orders-sink", "ops.letters", false))));
    }

    @Test
    void everyProblem_isShownAtOnceOnItsKey() {
        Map<String, List<String>> problems = problems(
                "connection.url", "http://localhost/shop",
                "connection.password", "secret",
                "socket.timeout.ms", "1000",
                "statement.timeout.ms", "5000",
                "lanes", "0",
                "insert.mode", "merge",
                "table.name.format", "${tpoic}",
                "key.source", "record_value",
                "batch.max.records", "many",
                "dlq.destinations", "topic");

        assertThat(problems)
                .containsOnlyKeys(
                        "connection.url",
                        "socket.timeout.ms",
                        "lanes",
                        "insert.mode",
                        "table.name.format",
                        "key.fields",
                        "batch.max.records",
                        "dlq.topic.name",
                        "dlq.kafka.bootstrap.servers");
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void passwordInUrl_isRefusedWithoutShowingIt() {
        assertThat(problems("connection.url", URL + "?user=u&password=secret").get("connection.url"))
                .singleElement()
                .asString()
                .contains("'connection.password'")
                .doesNotContain("secret");
    }

    @Test
    void urlDecidesWhichDatabase() {
        assertThat(Databases.of(URL)).contains(Databases.POSTGRESQL);
        assertThat(Databases.of("jdbc:mariadb://localhost/shop")).contains(Databases.MYSQL);
        assertThat(Databases.of("jdbc:mysql://localhost/shop")).contains(Databases.MYSQL);
        assertThat(Databases.of("jdbc:h2:mem:shop")).contains(Databases.OTHER);
        assertThat(Databases.of("jdbc:")).isEmpty();
        assertThat(Databases.of("postgresql://localhost/shop")).isEmpty();
    }

    @Test
    void driverThatIsNotThere_isNamedAtTheUrl() {
        assertThat(problems("connection.url", "jdbc:mariadb://localhost/shop")).isEmpty();
        assertThat(problems("connection.url", "jdbc:mysql://localhost/shop").get("connection.url"))
                .singleElement()
                .asString()
                .contains("mysql-connector-j", "'lib' of the plugin's folder");
        assertThat(problems("connection.url", "jdbc:oracle:thin:@localhost/shop")
                        .get("connection.url"))
                .singleElement()
                .asString()
                .contains("the database's JDBC driver");
    }

    @Test
    void whatOtherDatabasesCannotDo_isRefused() {
        assertThat(problems(
                        "connection.url", "jdbc:mariadb://localhost/shop",
                        "delivery", "exactly_once",
                        "schema.evolution", "evolve",
                        "metadata.columns", "topic",
                        "version.guard", "kafka"))
                .containsOnlyKeys("delivery", "metadata.columns", "version.guard");
        assertThat(problems("connection.url", "jdbc:h2:mem:shop", "schema.evolution", "evolve"))
                .containsOnlyKeys("schema.evolution");
        assertThat(problems(
                        "connection.url", "jdbc:mariadb://localhost/shop",
                        "topic.overrides", "a",
                        "topic.override.a.regex", "a.*",
                        "topic.override.a.insert.mode", "insert",
                        "topic.override.a.delete.mode", "soft"))
                .containsOnlyKeys("topic.override.a.insert.mode");
        assertThat(problems("connection.url", "jdbc:h2:mem:shop", "insert.mode", "insert_ignore"))
                .isEmpty();
    }

    @Test
    void secondaryKeys_areForMySqlAlone() {
        assertThat(problems("connection.url", URL, "mysql.secondary.unique.keys", "update_then_insert"))
                .containsOnlyKeys("mysql.secondary.unique.keys");
        assertThat(problems(
                        "connection.url",
                        "jdbc:mariadb://localhost/shop",
                        "mysql.secondary.unique.keys",
                        "update_then_insert"))
                .isEmpty();
    }

    @Test
    void passwordWithoutUser_isRefused() {
        assertThat(problems("connection.url", URL, "connection.password", "p")).containsOnlyKeys("connection.user");
        assertThat(problems("connection.url", URL + "?user=u", "connection.password", "p"))
                .isEmpty();
    }

    @Test
    void upsertWithoutKey_isRefused() {
        assertThat(problems("connection.url", URL, "key.source", "none")).containsOnlyKeys("insert.mode");
        assertThat(problems("connection.url", URL, "key.source", "none", "insert.mode", "insert"))
                .isEmpty();
    }

    @Test
    void exactlyOnce_isRefusedForOtherDatabases() {
        assertThat(problems("connection.url", "jdbc:mariadb://localhost/shop", "delivery", "exactly_once"))
                .containsOnlyKeys("delivery");
        assertThat(problems("connection.url", URL, "delivery", "twice")).containsOnlyKeys("delivery");
        assertThat(problems("connection.url", URL, "delivery", "exactly_once")).isEmpty();
    }

    @Test
    void ledgerTableWithoutExactlyOnce_isRefused() {
        assertThat(problems("connection.url", URL, "ledger.table", "t", "ledger.table.create", "false"))
                .containsOnlyKeys("ledger.table", "ledger.table.create");
    }

    @Test
    void referencePage_isFresh() throws Exception {
        GeneratedPage.assertFresh(
                "docs/configuration/jdbc.md",
                ConfigReference.markdown("JDBC sink: configuration", config.definition()));
    }

    @Test
    void examples_areValid() {
        Map<String, List<String>> problems = ExampleConfigs.problems("examples/jdbc", new JdbcSinkConnector());

        assertThat(problems)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
        assertThat(ExampleConfigs.problems("sink-jdbc/src/plugin/etc", new JdbcSinkConnector()))
                .isNotEmpty()
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
    }
}
