/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.sink.config.DeadLetterFragment;
import io.millrace.sink.connect.SinkConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

/** Settings of dead letters that every sink has, checked with this one's. */
class DeadLetterConfigTest {
    private static final String TABLE = "jdbc:postgresql://localhost/ops";

    private final SinkConfig config = new SinkConfig(new JdbcPlugin());

    private static Map<String, String> posted(String... settings) {
        Map<String, String> posted = new HashMap<>(Map.of("connection.url", "jdbc:postgresql://localhost/shop"));
        for (int i = 0; i < settings.length; i += 2) {
            posted.put(settings[i], settings[i + 1]);
        }
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
    void destinations_areTriedInTheirOrder() {
        List<DeadLetterDestination> chain = DeadLetterFragment.read(
                config.parse(posted(
                        "dlq.destinations", "jdbc,topic,file",
                        "dlq.jdbc.url", TABLE,
                        "dlq.jdbc.table", "ops.letters",
                        "dlq.file.folder", "/var/letters",
                        "dlq.topic.name", "letters",
                        "dlq.kafka.bootstrap.servers", "localhost:9092")),
                "orders",
                0,
                "test",
                null);

        assertThat(chain)
                .extracting(DeadLetterDestination::name)
                .containsExactly("table 'ops.letters'", "topic 'letters'", "folder '/var/letters'");
        chain.forEach(DeadLetterDestination::close);
    }

    @Test
    void destinationWithoutItsSettings_isRefusedOnTheirKeys() {
        assertThat(problems("dlq.destinations", "jdbc,file")).containsOnlyKeys("dlq.jdbc.url", "dlq.file.folder");
        assertThat(problems("dlq.jdbc.url", TABLE, "dlq.file.folder", "/var/letters"))
                .containsOnlyKeys("dlq.jdbc.url", "dlq.file.folder");
        assertThat(problems("dlq.destinations", "jdbc", "dlq.jdbc.url", TABLE)).isEmpty();
        assertThat(problems("dlq.destinations", "file", "dlq.file.folder", "/var/letters"))
                .isEmpty();
    }

    @Test
    void storeWhoseJarIsMissing_isRefusedWithTheJarsName() {
        assertThat(problems("dlq.destinations", "s3").get("dlq.destinations").get(0))
                .contains("'s3' is not one of [topic, connect, jdbc, file]", "millrace-sink-s3");
        assertThat(problems("dlq.destinations", "disk").get("dlq.destinations").get(0))
                .doesNotContain("millrace-sink-s3");
        assertThat(problems("dlq.destinations", "file,file", "dlq.file.folder", "/var/letters"))
                .containsOnlyKeys("dlq.destinations");
    }

    @Test
    void valuesThatCannotBe_areRefused() {
        assertThat(problems("dlq.destinations", "jdbc", "dlq.jdbc.url", "jdbc:oracle:thin:scott/tiger@x")
                        .get("dlq.jdbc.url")
                        .get(0))
                .contains("jdbc:mariadb:")
                .doesNotContain("tiger");
        assertThat(problems("dlq.destinations", "jdbc", "dlq.jdbc.url", TABLE, "dlq.jdbc.table", "a b"))
                .containsOnlyKeys("dlq.jdbc.table");
        assertThat(problems("dlq.destinations", "file", "dlq.file.folder", "letters"))
                .containsOnlyKeys("dlq.file.folder");
        assertThat(problems("dlq.destinations", "jdbc", "dlq.jdbc.url", TABLE, "dlq.jdbc.password", "p"))
                .containsOnlyKeys("dlq.jdbc.user");
        assertThat(problems("dlq.redact.headers", "a(b")).containsOnlyKeys("dlq.redact.headers");
    }

    @Test
    void workersQueue_keepsNoSecrets() {
        String[] connect = {
            "dlq.destinations", "connect",
            "errors.tolerance", "all",
            "errors.deadletterqueue.topic.name", "errors",
            "dlq.payload", "reference",
            "dlq.redact.headers", "token"
        };

        assertThat(problems(connect)).containsOnlyKeys("dlq.payload", "dlq.redact.headers");
    }
}
