/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.s3.format.Compression;
import io.millrace.s3.format.Format;
import io.millrace.s3.store.ChecksumMode;
import io.millrace.s3.store.ConditionalWrites;
import io.millrace.s3.store.StoreSettings;
import io.millrace.s3.write.ObjectSettings;
import io.millrace.s3.write.PartitionFolder;
import io.millrace.sink.config.ConfigReference;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.testkit.contract.ExampleConfigs;
import io.millrace.testkit.rules.GeneratedPage;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ConfigTest {
    private final SinkConfig config = new SinkConfig(new S3Plugin());

    private static Map<String, String> posted(String... settings) {
        Map<String, String> posted = new HashMap<>();
        posted.put("bucket", "change-log");
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
    void orderOfKeys_isNothingThatObjectsHave() {
        String[] letters = {
            "dlq.destinations", "topic",
            "dlq.topic.name", "letters",
            "dlq.kafka.bootstrap.servers", "localhost:9092",
            "dlq.order", "supersede"
        };
        assertThat(problems(letters).get("dlq.order"))
                .singleElement()
                .asString()
                .contains("set 'any', 'none' or 'halt'");
        for (String order : List.of("any", "halt", "none")) {
            letters[7] = order;
            assertThat(problems(letters)).isEmpty();
        }
    }

    @Test
    void defaults() {
        AbstractConfig parsed = config.parse(posted());

        assertThat(StoreFragment.read(parsed))
                .isEqualTo(new StoreSettings(
                        "change-log",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        6,
                        ChecksumMode.WHEN_SUPPORTED,
                        ConditionalWrites.REQUIRED));
        assertThat(ObjectFragment.read(parsed))
                .isEqualTo(new ObjectSettings(
                        Format.JSON,
                        Compression.GZIP,
                        6,
                        PartitionFolder.NUMBER,
                        Duration.ofSeconds(10),
                        16 << 20,
                        1_000_000,
                        4));
    }

    @Test
    void everyKey_isWired() {
        AbstractConfig parsed = config.parse(posted(
                "region", "eu-central-1",
                "endpoint", "http://localhost:9000",
                "path.style.access", "false",
                "aws.access.key.id", "id",
                "aws.secret.access.key", "secret",
                "assume.role.arn", "arn:aws:iam::123456789012:role/writer",
                "assume.role.external.id", "external",
                "connection.timeout.ms", "1000",
                "request.timeout.ms", "2000",
                "checksum.mode", "when_required",
                "conditional.writes", "off",
                "object.prefix", "a/${topic.last}",
                "object.partition.format", "topic_and_number",
                "format", "avro",
                "compression", "none",
                "compression.level", "9",
                "max.latency.ms", "500",
                "target.object.bytes", "4096",
                "max.object.records", "10",
                "upload.threads", "8"));

        assertThat(StoreFragment.read(parsed))
                .isEqualTo(new StoreSettings(
                        "change-log",
                        Optional.of("eu-central-1"),
                        Optional.of(URI.create("http://localhost:9000")),
                        false,
                        Optional.of("id"),
                        Optional.of(new Password("secret")),
                        Optional.of("arn:aws:iam::123456789012:role/writer"),
                        Optional.of("external"),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        10,
                        ChecksumMode.WHEN_REQUIRED,
                        ConditionalWrites.OFF));
        assertThat(ObjectFragment.read(parsed))
                .isEqualTo(new ObjectSettings(
                        Format.AVRO,
                        Compression.NONE,
                        9,
                        PartitionFolder.TOPIC_AND_NUMBER,
                        Duration.ofMillis(500),
                        4_096,
                        10,
                        8));
        assertThat(parsed.getString("object.prefix")).isEqualTo("a/${topic.last}");
    }

    @Test
    void endpoint_makesForPathStyle() {
        assertThat(StoreFragment.read(config.parse(posted("endpoint", "https://minio:9000")))
                        .pathStyle())
                .isTrue();
    }

    @Test
    void avro_isDeflated() {
        assertThat(ObjectFragment.read(config.parse(posted("format", "avro"))).compression())
                .isEqualTo(Compression.DEFLATE);
    }

    @Test
    void everyProblem_isShownAtOnceOnItsKey() {
        Map<String, List<String>> problems = problems(
                "bucket", "s3://change-log",
                "region", "Frankfurt",
                "endpoint", "minio:9000",
                "path.style.access", "maybe",
                "aws.access.key.id", "id",
                "assume.role.external.id", "external",
                "connection.timeout.ms", "1",
                "request.timeout.ms", "never",
                "checksum.mode", "md5",
                "conditional.writes", "perhaps",
                "object.prefix", "/${topic}",
                "object.partition.format", "hex",
                "format", "xml",
                "compression", "zip",
                "compression.level", "10",
                "max.latency.ms", "0",
                "target.object.bytes", "10",
                "max.object.records", "0",
                "upload.threads", "0");

        assertThat(problems)
                .containsOnlyKeys(
                        "bucket",
                        "region",
                        "endpoint",
                        "path.style.access",
                        "aws.secret.access.key",
                        "assume.role.arn",
                        "connection.timeout.ms",
                        "request.timeout.ms",
                        "checksum.mode",
                        "conditional.writes",
                        "object.prefix",
                        "object.partition.format",
                        "format",
                        "compression",
                        "compression.level",
                        "max.latency.ms",
                        "target.object.bytes",
                        "max.object.records",
                        "upload.threads");
    }

    @Test
    void secretWithoutId_isRefusedWithoutShowingIt() {
        Map<String, List<String>> problems = problems("aws.secret.access.key", "hush");

        assertThat(problems).containsOnlyKeys("aws.access.key.id");
        assertThat(problems.toString()).doesNotContain("hush");
    }

    @Test
    void missingBucket_isRefused() {
        assertThat(config.validate(Map.of()).stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name))
                .containsExactly("bucket");
    }

    @ParameterizedTest
    @CsvSource({"json, deflate", "avro, gzip"})
    void compressionOfTheOtherFormat_isRefused(String format, String compression) {
        assertThat(problems("format", format, "compression", compression).get("compression"))
                .singleElement()
                .asString()
                .contains("'none'", format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", "a\\b", "..", "a/../b", "./a", "a\nb", "${nothing}", " "})
    void prefixThatIsNoFolder_isRefused(String prefix) {
        assertThat(problems("object.prefix", prefix)).containsOnlyKeys("object.prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "http://", "http://user:password@host", "http://host?x=y", "::"})
    void endpointThatIsNone_isRefused(String endpoint) {
        assertThat(problems("endpoint", endpoint)).containsOnlyKeys("endpoint");
    }

    @Test
    void objectsLargerThanTheBuffer_areRefused() {
        assertThat(problems("target.object.bytes", "67108864")).containsOnlyKeys("target.object.bytes");
        assertThat(problems("target.object.bytes", "67108864", "buffer.max.bytes", "134217728"))
                .isEmpty();
    }

    @Test
    void requestTimeoutBelowConnectTimeout_isRefused() {
        assertThat(problems("request.timeout.ms", "1000")).containsOnlyKeys("request.timeout.ms");
    }

    @Test
    void truncatesAndTopicsWithoutKeys_areFine() {
        assertThat(problems("truncate.enabled", "true", "key.source", "none")).isEmpty();
    }

    @Test
    void referencePage_isFresh() throws Exception {
        GeneratedPage.assertFresh(
                "docs/configuration/s3.md", ConfigReference.markdown("S3 sink: configuration", config.definition()));
    }

    @Test
    void examples_areValid() {
        assertThat(ExampleConfigs.problems("examples/s3", new S3SinkConnector()))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
        assertThat(ExampleConfigs.problems("sink-s3/src/plugin/etc", new S3SinkConnector()))
                .isNotEmpty()
                .allSatisfy((file, found) -> assertThat(found).as(file).isEmpty());
    }
}
