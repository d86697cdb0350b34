/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.config.DecodeFragment;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.registry.RegistrySettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings of raw mode fit together. They are the same for every sink. */
class DecodeConfigTest {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
    private static final String REGISTRY = "http://localhost:8081";

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

    private void assertProblem(String key, String message, String... settings) {
        Map<String, List<String>> problems = problems(settings);
        assertThat(problems).containsOnlyKeys(key);
        assertThat(problems.get(key)).singleElement().asString().contains(message);
    }

    @Test
    void whatFits_isTaken() {
        assertThat(problems()).isEmpty();
        assertThat(problems("value.converter", JSON)).isEmpty();
        assertThat(problems("decode.format", "auto"))
                .as("the worker's converter is not to be seen")
                .isEmpty();
        assertThat(problems("decode.format", "json", "value.converter", BYTES)).isEmpty();
        assertThat(problems("decode.format", "auto", "value.converter", "ByteArrayConverter", "key.converter", JSON))
                .isEmpty();
        assertThat(problems("decode.format", "avro", "schema.registry.url", REGISTRY))
                .isEmpty();
        assertThat(problems(
                        "decode.format",
                        "json",
                        "topic.overrides",
                        "a",
                        "topic.override.a.regex",
                        "a.*",
                        "topic.override.a.decode.format",
                        "avro",
                        "schema.registry.url",
                        REGISTRY))
                .isEmpty();
    }

    @Test
    void converterThatDecodesItself_isRefusedBesideAFormat() {
        assertProblem("decode.format", "JsonConverter", "decode.format", "json", "value.converter", JSON);
    }

    @Test
    void bytesThatNobodyDecodes_areRefused() {
        assertProblem("decode.format", "is 'connect'", "value.converter", BYTES);
    }

    @Test
    void avroWithoutARegistry_isRefused() {
        assertProblem("decode.format", "'schema.registry.url' must be set", "decode.format", "avro");
        assertProblem(
                "topic.override.a.decode.format",
                "'schema.registry.url' must be set",
                "topic.overrides",
                "a",
                "topic.override.a.regex",
                "a.*",
                "topic.override.a.decode.format",
                "avro");
    }

    @Test
    void unknownFormat_isRefused() {
        assertProblem(
                "decode.format", "must be one of [connect, auto, json_with_schema, json, avro]", "decode.format", "x");
    }

    @Test
    void registryThatIsNoAddress_isRefused() {
        for (String url : List.of("localhost:8081", "ftp://x", "http://", "not an address")) {
            assertProblem("schema.registry.url", "must hold addresses", "schema.registry.url", url);
        }
        Map<String, List<String>> problems = problems("schema.registry.url", "http://u:secret@localhost:8081");
        assertThat(problems.get("schema.registry.url"))
                .singleElement()
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void loginThatDoesNotFit_isRefused() {
        assertProblem(
                "schema.registry.bearer.auth.token",
                "one or the other",
                "schema.registry.url",
                REGISTRY,
                "schema.registry.bearer.auth.token",
                "t",
                "schema.registry.basic.auth.user.info",
                "u:p");
        assertProblem(
                "schema.registry.basic.auth.user.info",
                "'user:password'",
                "schema.registry.url",
                REGISTRY,
                "schema.registry.basic.auth.user.info",
                "secret");
        assertProblem(
                "schema.registry.headers",
                "'name:value'",
                "schema.registry.url",
                REGISTRY,
                "schema.registry.headers",
                "nothing");
        assertProblem("schema.registry.headers", "has no meaning", "schema.registry.headers", "a:b");
    }

    @Test
    void truststoreThatIsNone_isRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("trust.pem"), "nothing");
        assertProblem(
                "schema.registry.ssl.truststore.location",
                "cannot be used as a truststore",
                "schema.registry.url",
                "https://localhost:8081",
                "schema.registry.ssl.truststore.location",
                file.toString());
    }

    @Test
    void registrySettings_areRead() {
        RegistrySettings settings = DecodeFragment.registry(config.parse(posted(
                        "schema.registry.url",
                        "http://a:8081,https://b:8081/apis/ccompat/v7",
                        "schema.registry.basic.auth.user.info",
                        "u:p",
                        "schema.registry.headers",
                        "X-Tenant: shop, X-Other:1",
                        "schema.registry.timeout.ms",
                        "1234")))
                .orElseThrow();
        assertThat(settings.urls())
                .containsExactly(URI.create("http://a:8081"), URI.create("https://b:8081/apis/ccompat/v7"));
        assertThat(settings.headers())
                .isEqualTo(Map.of("Authorization", "Basic dTpw", "X-Tenant", "shop", "X-Other", "1"));
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(1234));
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.toString()).doesNotContain("dTpw");
        assertThat(DecodeFragment.registry(config.parse(posted()))).isEqualTo(Optional.empty());
        assertThat(DecodeFragment.registry(config.parse(
                                posted("schema.registry.url", REGISTRY, "schema.registry.bearer.auth.token", "t")))
                        .orElseThrow()
                        .headers())
                .isEqualTo(Map.of("Authorization", "Bearer t"));
    }
}
