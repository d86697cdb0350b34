/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailureClass;
import io.millrace.elasticsearch.DocumentSettings.IdOverflow;
import io.millrace.elasticsearch.DocumentSettings.VersionSource;
import io.millrace.elasticsearch.TlsSettings.Verification;
import io.millrace.sink.config.ConfigReference;
import io.millrace.sink.config.RetryFragment;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.tls.Truststore;
import io.millrace.testkit.contract.ExampleConfigs;
import io.millrace.testkit.rules.GeneratedPage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchConfigTest {
    private static final String URL = "http://localhost:9200";

    private final SinkConfig config = new SinkConfig(new ElasticsearchPlugin());

    @Test
    void anyOrder_isForDocumentsThatNoOlderOneCanHarm() {
        List<String> letters = List.of(
                "dlq.destinations", "topic",
                "dlq.topic.name", "letters",
                "dlq.kafka.bootstrap.servers", "localhost:9092",
                "dlq.order", "any");
        assertThat(problemOfOrder(letters)).contains("set 'delete.mode' to 'ignore'");
        assertThat(problemOfOrder(letters, "delete.mode", "ignore")).isEmpty();
        assertThat(problemOfOrder(letters, "delete.mode", "ignore", "version.source", "none"))
                .contains("'version.source' 'none'");
        assertThat(problemOfOrder(letters, "delete.mode", "ignore", "version.source", "none", "key.source", "kafka"))
                .isEmpty();
    }

    private String problemOfOrder(List<String> letters, String... more) {
        List<String> settings = new ArrayList<>(letters);
        settings.addAll(List.of(more));
        return String.join("", problems(settings.toArray(String[]::new)).getOrDefault("dlq.order", List.of()));
    }

    private Map<String, List<String>> problems(String... settings) {
        Map<String, String> posted = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            posted.put(settings[i], settings[i + 1]);
        }
        posted.putIfAbsent("connection.url", URL);
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : config.validate(posted)) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }

    private static TlsSettings noTls() {
        return new TlsSettings(Optional.empty(), Verification.FULL);
    }

    @Test
    void defaults() {
        AbstractConfig parsed = config.parse(Map.of("connection.url", URL));

        assertThat(ConnectionFragment.read(parsed))
                .isEqualTo(new ConnectionSettings(
                        List.of(URI.create(URL)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        noTls(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        false));
        assertThat(DocumentFragment.read(parsed))
                .isEqualTo(
                        new DocumentSettings(4, true, '|', IdOverflow.HASH, Optional.empty(), VersionSource.KAFKA, 0));
        assertThat(parsed.getBoolean("connection.check.enabled")).isTrue();
        assertThat(parsed.getString("index.name.format")).isEqualTo("${topic}");
    }

    @Test
    void everyKey_isWired(@TempDir Path folder) throws Exception {
        Path truststore = TestCertificates.write(folder).truststore();
        AbstractConfig parsed = config.parse(Map.ofEntries(
                Map.entry("connection.url", "https://a:9200/search, https://b/search/"),
                Map.entry("connection.user", "u"),
                Map.entry("connection.password", "p"),
                Map.entry("connection.ssl.truststore.location", truststore.toString()),
                Map.entry("connection.ssl.truststore.type", "pkcs12"),
                Map.entry("connection.ssl.truststore.password", TestCertificates.PASSWORD),
                Map.entry("connection.ssl.verification", "certificate"),
                Map.entry("connection.timeout.ms", "1000"),
                Map.entry("request.timeout.ms", "2000"),
                Map.entry("connection.compression", "gzip"),
                Map.entry("index.auto.create", "false"),
                Map.entry("document.id.separator", "_"),
                Map.entry("document.id.overflow", "reject"),
                Map.entry("routing.key.field", "tenant"),
                Map.entry("version.source", "kafka"),
                Map.entry("version.epoch", "3"),
                Map.entry("lanes", "8"),
                Map.entry("failure.overrides", "script_exception:record, some_exception:target_down")));

        assertThat(ConnectionFragment.read(parsed))
                .isEqualTo(new ConnectionSettings(
                        List.of(URI.create("https://a:9200/search"), URI.create("https://b/search/")),
                        Optional.of("u"),
                        Optional.of(new Password("p")),
                        Optional.empty(),
                        new TlsSettings(
                                Optional.of(new Truststore(
                                        truststore.toString(),
                                        Truststore.Kind.PKCS12,
                                        Optional.of(new Password(TestCertificates.PASSWORD)))),
                                Verification.CERTIFICATE),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        true));
        assertThat(DocumentFragment.read(parsed))
                .isEqualTo(new DocumentSettings(
                        8, false, '_', IdOverflow.REJECT, Optional.of("tenant"), VersionSource.KAFKA, 3));
        assertThat(RetryFragment.read(parsed).overrides().classes())
                .isEqualTo(Map.of("script_exception", FailureClass.RECORD, "some_exception", FailureClass.TARGET_DOWN));
        assertThat(ConnectionFragment.read(config.parse(Map.of("connection.url", URL, "connection.api.key", "k")))
                        .apiKey())
                .contains(new Password("k"));
        assertThat(DocumentFragment.read(config.parse(Map.of("connection.url", URL, "version.source", "none")))
                        .versions())
                .isEqualTo(VersionSource.NONE);
    }

    @Test
    void everyProblem_isShownAtOnceOnItsKey() {
        Map<String, List<String>> problems = problems(
                "connection.url", "localhost:9200",
                "connection.password", "secret",
                "connection.timeout.ms", "5",
                "request.timeout.ms", "soon",
                "connection.compression", "brotli",
                "connection.ssl.truststore.type", "der",
                "connection.ssl.verification", "maybe",
                "connection.check.enabled", "yes please",
                "index.name.format", "${tpoic}",
                "index.auto.create", "perhaps",
                "document.id.separator", "--",
                "document.id.overflow", "cut",
                "routing.key.field", " ",
                "version.source", "clock",
                "version.epoch", "-1",
                "lanes", "0",
                "failure.overrides", "x",
                "truncate.enabled", "true",
                "key.source", "none");

        assertThat(problems)
                .containsOnlyKeys(
                        "connection.url",
                        "connection.user",
                        "connection.timeout.ms",
                        "request.timeout.ms",
                        "connection.compression",
                        "connection.ssl.truststore.type",
                        "connection.ssl.verification",
                        "connection.check.enabled",
                        "index.name.format",
                        "index.auto.create",
                        "document.id.separator",
                        "document.id.overflow",
                        "routing.key.field",
                        "version.source",
                        "version.epoch",
                        "lanes",
                        "failure.overrides",
                        "truncate.enabled",
                        "key.source");
        assertThat(problems.toString()).doesNotContain("secret");
    }

    @Test
    void url_mustBeAnAddress() {
        assertThat(problems("connection.url", "").get("connection.url")).isNotEmpty();
        assertThat(problems("connection.url", "ftp://host").toString()).contains("http://");
        assertThat(problems("connection.url", "http:///path").toString()).contains("without a host");
        assertThat(problems("connection.url", "http://host:9200?pretty").toString())
                .contains("'?'");
        assertThat(problems("connection.url", "http://ho st").toString()).contains("no address");
        assertThat(problems("connection.url", "http://a/x,http://b/y").toString())
                .contains("different paths");
        assertThat(problems("connection.url", "https://elastic:secret@host").toString())
                .contains("'connection.password'")
                .doesNotContain("secret");
    }

    @Test
    void login_isWholeAndOfOneKind() {
        assertThat(problems("connection.user", "u")).containsOnlyKeys("connection.password");
        assertThat(problems("connection.password", "p")).containsOnlyKeys("connection.user");
        assertThat(problems("connection.api.key", "k", "connection.user", "u", "connection.password", "p"))
                .containsOnlyKeys("connection.api.key");
        assertThat(problems("connection.api.key", "k")).isEmpty();
    }

    @Test
    void truststore_isOpened(@TempDir Path folder) throws Exception {
        String url = "https://localhost:9200";
        TestCertificates certificates = TestCertificates.write(folder);
        String location = "connection.ssl.truststore.location";
        String type = "connection.ssl.truststore.type";
        String password = "connection.ssl.truststore.password";
        String pem = certificates.pem().toString();
        String store = certificates.truststore().toString();

        assertThat(problems("connection.url", url, location, pem)).isEmpty();
        assertThat(problems(
                        "connection.url", url, location, store, type, "pkcs12", password, TestCertificates.PASSWORD))
                .isEmpty();
        assertThat(problems("connection.url", url, location, store, type, "pkcs12", password, "wrong"))
                .containsOnlyKeys(location);
        assertThat(problems("connection.url", url, location, pem, password, "p"))
                .containsOnlyKeys(password);
        assertThat(problems("connection.url", url, password, "p")).containsOnlyKeys(location);
        assertThat(problems("connection.url", url, location, folder + "/none.pem"))
                .containsOnlyKeys(location);
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThat(problems("connection.url", url, location, empty.toString()).toString())
                .contains("no certificate");
        assertThat(problems(location, pem)).containsOnlyKeys(location);
    }

    @Test
    void requestTimeout_staysBelowPollInterval() {
        assertThat(problems("consumer.override.max.poll.interval.ms", "60000")).containsOnlyKeys("request.timeout.ms");
        assertThat(problems("consumer.override.max.poll.interval.ms", "70000")).isEmpty();
    }

    @Test
    void versionsFromOffsets_needDocumentsOfOnePartition() {
        assertThat(problems("key.source", "record_value", "key.fields", "id")).containsOnlyKeys("version.source");
        assertThat(problems("key.source", "record_value", "key.fields", "id", "version.source", "none"))
                .isEmpty();
        assertThat(problems("key.source", "kafka")).isEmpty();
        assertThat(problems(
                        "topic.overrides", "a",
                        "topic.override.a.regex", "a",
                        "topic.override.a.key.source", "record_header",
                        "topic.override.a.key.fields", "id"))
                .containsOnlyKeys("version.source");
        assertThat(problems("version.source", "none", "version.epoch", "1")).containsOnlyKeys("version.epoch");
    }

    @Test
    void overrideOfTopics_isCheckedToo() {
        assertThat(problems(
                        "topic.overrides", "a",
                        "topic.override.a.regex", "a",
                        "topic.override.a.key.source", "none",
                        "topic.override.a.truncate.enabled", "true"))
                .containsOnlyKeys("topic.override.a.key.source", "topic.override.a.truncate.enabled");
    }

    @Test
    void indexName_isTriedOnListedTopics() {
        assertThat(problems("topics", "Shop.Orders, shop.items")).isEmpty();
        assertThat(problems("topics", "_internal").get("index.name.format").toString())
                .contains("'_internal'", "begins with '_'");
        assertThat(problems("topics", "_internal", "index.name.format", "i-${topic}"))
                .isEmpty();
        assertThat(problems("topics", "x".repeat(249), "index.name.format", "long-prefix-${topic}"))
                .containsOnlyKeys("index.name.format");
        assertThat(problems(
                        "topics", "_internal",
                        "topic.overrides", "a",
                        "topic.override.a.regex", "_.*",
                        "topic.override.a.index.name.format", "internal"))
                .isEmpty();
    }

    @Test
    void separator_isOneHarmlessCharacter() {
        for (String wrong : List.of("%", "a", "7", "é", "||")) {
            assertThat(problems("document.id.separator", wrong)).as(wrong).containsOnlyKeys("document.id.separator");
        }
        assertThat(problems("document.id.separator", ":")).isEmpty();
    }

    @Test
    void failureOverrides_nameClasses() {
        assertThat(problems("failure.overrides", "script_exception:poison").toString())
                .contains("'poison'", "record");
        assertThat(problems("failure.overrides", "record").toString()).contains("code:class");
    }

    @Test
    void referencePage_isFresh() throws Exception {
        GeneratedPage.assertFresh(
                "docs/configuration/elasticsearch.md",
                ConfigReference.markdown("Elasticsearch sink: configuration", config.definition()));
    }

    @Test
    void examples_areValid() {
        Map<String, List<String>> problems =
                ExampleConfigs.problems("examples/elasticsearch", new ElasticsearchSinkConnector());

        assertThat(problems)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
        assertThat(ExampleConfigs.problems("sink-elasticsearch/src/plugin/etc", new ElasticsearchSinkConnector()))
                .isNotEmpty()
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
    }
}
