/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.OrderFragment;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

/** Settings of the order of keys behind dead letters. */
class OrderConfigTest {
    private final SinkConfig config = new SinkConfig(new JdbcPlugin());

    private static Map<String, String> posted(String... settings) {
        Map<String, String> posted = new HashMap<>(Map.of(
                "connection.url", "jdbc:postgresql://localhost/shop",
                "topics", "orders",
                "dlq.destinations", "topic",
                "dlq.topic.name", "letters",
                "dlq.kafka.bootstrap.servers", "localhost:9092"));
        for (int i = 0; i < settings.length; i += 2) {
            posted.put(settings[i], settings[i + 1]);
        }
        posted.values().removeIf(""::equals);
        return posted;
    }

    private Map<String, List<String>> problems(String... settings) {
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : config.validate(posted(settings))) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    @Test
    void withoutASetting_thereIsNoLedger() {
        AbstractConfig parsed = config.parse(posted());

        OrderSettings order = OrderFragment.read(parsed, "orders-sink", 1);

        assertThat(order).isEqualTo(new OrderSettings("orders-sink", 1, OrderPolicies.NONE, 10_000, 1_000, true));
        assertThat(OrderFragment.topics(parsed))
                .isEqualTo(new ControlTopics("letters.ledger", "letters.commands", "letters.audit"));
    }

    @Test
    void everyKey_isWired() {
        AbstractConfig parsed = config.parse(posted(
                "dlq.order", "supersede",
                "dlq.order.max.keys", "7",
                "dlq.order.max.letters.per.key", "8",
                "dlq.order.overflow", "fail",
                "dlq.ledger.topic.name", "l",
                "dlq.commands.topic.name", "c",
                "dlq.audit.topic.name", "a",
                "topic.overrides", "books,rest",
                "topic.override.books.regex", "books",
                "topic.override.books.dlq.order", "halt",
                "topic.override.rest.regex", "rest.*"));

        assertThat(OrderFragment.read(parsed, "orders-sink", 0))
                .isEqualTo(new OrderSettings(
                        "orders-sink",
                        0,
                        new OrderPolicies(
                                OrderPolicy.SUPERSEDE,
                                Map.of("books", OrderPolicy.HALT, "rest", OrderPolicy.SUPERSEDE)),
                        7,
                        8,
                        false));
        assertThat(OrderFragment.topics(parsed)).isEqualTo(new ControlTopics("l", "c", "a"));
    }

    @Test
    void orderWithoutOurOwnTopic_isRefused() {
        for (String order : List.of("supersede", "park")) {
            assertThat(problems("dlq.order", order, "dlq.destinations", "", "dlq.topic.name", ""))
                    .containsOnlyKeys("dlq.order");
            assertThat(problems(
                                    "dlq.order", order,
                                    "dlq.destinations", "file",
                                    "dlq.file.folder", "/var/letters",
                                    "dlq.topic.name", "")
                            .get("dlq.order"))
                    .singleElement()
                    .asString()
                    .contains("does not list 'topic'");
        }
        assertThat(problems(
                        "dlq.order", "any",
                        "insert.mode", "insert",
                        "delete.mode", "ignore",
                        "dlq.destinations", "",
                        "dlq.topic.name", ""))
                .containsOnlyKeys("dlq.order");
        assertThat(problems("dlq.order", "halt", "dlq.destinations", "", "dlq.topic.name", ""))
                .isEmpty();
        assertThat(problems("dlq.order", "maybe")).containsOnlyKeys("dlq.order");
    }

    @Test
    void whatTheTargetDoes_mustGoWithThePolicy() {
        assertThat(problems("dlq.order", "supersede", "insert.mode", "insert").get("dlq.order"))
                .singleElement()
                .asString()
                .contains("set 'park'");
        assertThat(problems("dlq.order", "park", "insert.mode", "insert")).isEmpty();
        assertThat(problems("dlq.order", "supersede", "insert.mode", "insert_ignore"))
                .containsOnlyKeys("dlq.order");
        assertThat(problems("dlq.order", "park", "insert.mode", "insert", "key.source", "none"))
                .containsOnlyKeys("dlq.order");
        assertThat(problems("dlq.order", "supersede", "version.guard", "source").get("dlq.order"))
                .singleElement()
                .asString()
                .contains("'version.guard' 'source'");
        assertThat(problems("dlq.order", "park", "version.guard", "source")).isEmpty();
        assertThat(problems("dlq.order", "supersede", "delivery", "exactly_once"))
                .isEmpty();
    }

    @Test
    void anyOrder_isForRowsThatNoOlderOneCanHarm() {
        assertThat(problems("dlq.order", "any").get("dlq.order"))
                .singleElement()
                .asString()
                .contains("with 'insert.mode' 'upsert' a letter could put an old row over a newer one")
                .contains("'version.guard' to 'kafka' or 'source'");
        for (String[] kept : new String[][] {
            {"insert.mode", "insert"},
            {"insert.mode", "insert_ignore"},
            {"version.guard", "source"},
            {"version.guard", "kafka"},
            {"key.source", "kafka"}
        }) {
            assertThat(problems("dlq.order", "any", kept[0], kept[1], "delete.mode", "ignore"))
                    .as(kept[1])
                    .isEmpty();
            assertThat(problems("dlq.order", "any", kept[0], kept[1], "delete.mode", "delete")
                            .get("dlq.order"))
                    .singleElement()
                    .asString()
                    .contains("set 'delete.mode' to 'ignore'");
        }
        assertThat(problems("dlq.order", "any", "version.guard", "field:changed_at", "delete.mode", "ignore"))
                .containsOnlyKeys("dlq.order");
        assertThat(problems(
                        "dlq.order", "any",
                        "insert.mode", "insert",
                        "delete.mode", "ignore",
                        "truncate.enabled", "true"))
                .containsOnlyKeys("dlq.order");
    }

    @Test
    void problemOfAnOverride_isShownOnItsKey() {
        assertThat(problems(
                        "dlq.order", "supersede",
                        "topic.overrides", "log",
                        "topic.override.log.regex", "log.*",
                        "topic.override.log.insert.mode", "insert"))
                .containsOnlyKeys("topic.override.log.dlq.order");
        assertThat(problems(
                        "dlq.order", "supersede",
                        "topic.overrides", "log",
                        "topic.override.log.regex", "log.*",
                        "topic.override.log.dlq.order", "none",
                        "topic.override.log.insert.mode", "insert"))
                .isEmpty();
    }

    @Test
    void parkedLettersWithoutTheirRecords_areRefused() {
        assertThat(problems("dlq.order", "park", "dlq.payload", "reference")).containsOnlyKeys("dlq.payload");
        assertThat(problems("dlq.order", "supersede", "dlq.payload", "reference"))
                .isEmpty();
    }

    @Test
    void topicsBeside_areTopicsOfTheirOwn() {
        assertThat(problems("dlq.ledger.topic.name", "letters", "dlq.audit.topic.name", "letters.commands"))
                .containsOnlyKeys("dlq.ledger.topic.name", "dlq.audit.topic.name");
        assertThat(problems("dlq.commands.topic.name", "orders")).containsOnlyKeys("dlq.commands.topic.name");
        assertThat(problems("topics", "", "topics.regex", "letters.*"))
                .containsOnlyKeys(
                        "dlq.topic.name", "dlq.ledger.topic.name", "dlq.commands.topic.name", "dlq.audit.topic.name");
        assertThat(problems("dlq.destinations", "", "dlq.topic.name", "", "dlq.ledger.topic.name", "books"))
                .containsOnlyKeys("dlq.ledger.topic.name");
    }

    @Test
    void ledgerInTheTarget_isRefusedWhereItCannotBe() {
        assertThat(problems("dlq.order", "supersede", "dlq.ledger", "target", "dlq.ledger.table", "ops.letters"))
                .isEmpty();
        assertThat(problems("dlq.ledger", "target", "dlq.ledger.topic.name", "books")
                        .get("dlq.ledger.topic.name"))
                .singleElement()
                .asString()
                .contains("'dlq.ledger' is 'target'");
        assertThat(problems("dlq.ledger", "target", "connection.url", "jdbc:h2:mem:shop")
                        .get("dlq.ledger"))
                .singleElement()
                .asString()
                .contains("only PostgreSQL keeps the ledger");
        assertThat(problems("dlq.ledger", "target", "dlq.destinations", "", "dlq.topic.name", ""))
                .containsOnlyKeys("dlq.ledger");
        assertThat(problems("dlq.ledger.table", "ops.letters", "dlq.ledger.table.create", "false"))
                .containsOnlyKeys("dlq.ledger.table", "dlq.ledger.table.create");
        assertThat(problems("dlq.ledger", "somewhere")).containsOnlyKeys("dlq.ledger");
    }

    /** What is checked of a configuration is what the target does later. */
    @Test
    void rowsOfACheckedConfiguration_areThoseOfTheTarget() {
        List<String> modes = Stream.of(InsertMode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList();
        for (String mode : modes) {
            for (String deletes : List.of("delete", "soft", "ignore")) {
                Map<String, String> posted = posted("insert.mode", mode, "delete.mode", deletes);
                Map<String, Object> values = new HashMap<>();
                config.validate(posted).forEach(value -> values.put(value.name(), value.value()));

                assertThat(new JdbcPlugin().folding(new ConfigView(values, posted)))
                        .as(mode + ", " + deletes)
                        .isEqualTo(TableFragment.read(config.parse(posted))
                                .general()
                                .handling()
                                .folding());
            }
        }
    }
}
