/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterJson;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.store.LetterStore;
import io.millrace.dlq.store.LetterStoreProvider;
import io.millrace.dlq.store.StoreDestination;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.S3Server;
import io.millrace.testkit.server.TestServers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters of any sink in S3. */
class S3LettersIT {
    private final S3Server server = TestServers.s3();
    private final Bucket bucket = new Bucket(server);
    private final FaultProxy proxy =
            FaultProxy.before("127.0.0.1", server.endpoint().getPort());

    @AfterEach
    void close() {
        proxy.close();
        bucket.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        Map<String, String> sink = bucket.configAt(URI.create("http://127.0.0.1:" + proxy.port()));
        for (String key : List.of("bucket", "endpoint", "aws.access.key.id", "aws.secret.access.key")) {
            settings.put(key, sink.get(key));
        }
        settings.put("region", server.region());
        settings.put("prefix", "letters/");
        settings.put("connection.timeout.ms", "1000");
        settings.put("request.timeout.ms", "3000");
        return settings;
    }

    private LetterStore open() {
        return provider().open(settings(), "orders-0");
    }

    private static LetterStoreProvider provider() {
        return ServiceLoader.load(LetterStoreProvider.class).findFirst().orElseThrow();
    }

    private List<DeadLetter> stored() {
        List<DeadLetter> letters = new ArrayList<>();
        for (Bucket.Stored object : bucket.objects()) {
            new String(object.content(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> letters.add(LetterJson.read(line.getBytes(StandardCharsets.UTF_8))));
        }
        return letters;
    }

    @Test
    void letters_becomeOneObjectWhoseNameFollowsFromThem() throws Exception {
        List<DeadLetter> letters =
                List.of(FailedRecords.letter(FailedRecords.failed(1)), FailedRecords.letter(FailedRecords.failed(2)));
        try (LetterStore store = open()) {
            store.store(letters);
            store.store(letters);
        }

        assertThat(bucket.objects()).singleElement().satisfies(object -> assertThat(object.key())
                .matches("letters/orders-sink/2023-11-14/orders-0-1-[0-9a-f]{12}\\.jsonl"));
        assertThat(stored()).usingRecursiveComparison().isEqualTo(letters);
    }

    @Test
    void storeIsDown_streamWaitsAndNothingIsSkipped() {
        StoreDestination destination = new StoreDestination(
                open(), new LetterWriter(FailedRecords.CONNECTOR, 0, "millrace/test"), 1 << 20, Duration.ofSeconds(10));
        List<Long> safe = new ArrayList<>();
        try (DeadLetterQueue<Long> queue = new DeadLetterQueue<>(List.of(destination), InstantSource.system())) {
            proxy.refuse();
            queue.send(FailedRecords.failed(1), 1L);
            await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                queue.poll(safe::add);
                return queue.waiting() == 1;
            });
            assertThat(safe).isEmpty();

            proxy.pass();
            await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                queue.poll(safe::add);
                return safe.size() == 1;
            });
        }
        assertThat(stored()).hasSize(1);
    }

    @Test
    void settings_areCheckedWithTheConnectors() {
        Map<String, String> config = new HashMap<>(Map.of(
                "bucket", "rows",
                "region", "eu-central-1",
                "dlq.destinations", "s3",
                "dlq.s3.region", "eu-central-1",
                "dlq.s3.aws.access.key.id", "id"));
        assertThat(problems(config))
                .containsOnlyKeys("dlq.destinations")
                .hasEntrySatisfying("dlq.destinations", messages -> assertThat(messages)
                        .anySatisfy(message -> assertThat(message).contains("'dlq.s3.bucket'"))
                        .anySatisfy(message -> assertThat(message).contains("'dlq.s3.aws.secret.access.key'")));

        config.put("dlq.s3.bucket", "letters");
        config.put("dlq.s3.aws.secret.access.key", "secret");
        assertThat(problems(config)).isEmpty();

        config.put("dlq.s3.endpoint", "nowhere");
        assertThat(problems(config)).containsOnlyKeys("dlq.s3.endpoint");
    }

    private static Map<String, List<String>> problems(Map<String, String> config) {
        Map<String, List<String>> problems = new HashMap<>();
        for (ConfigValue value : new SinkConfig(new S3Plugin()).validate(config)) {
            if (!value.errorMessages().isEmpty()) {
                problems.put(value.name(), value.errorMessages());
            }
        }
        return problems;
    }
}
