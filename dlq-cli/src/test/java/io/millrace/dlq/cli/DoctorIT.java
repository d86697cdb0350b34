/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorIT {
    private final KafkaTopics topics = TestServers.kafka().topics();
    private String letters = topics.createUnique("letters", 1);

    @AfterEach
    void close() {
        topics.close();
    }

    /** What the doctor finds that is not well, by check. */
    private Map<String, List<String>> ills(Run run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("WARN") || line.startsWith("FAIL"))
                .map(line -> line.split(" +", 3))
                .collect(Collectors.groupingBy(
                        cells -> cells[0] + " " + cells[1],
                        Collectors.mapping(cells -> cells[2], Collectors.toList())));
    }

    private Run doctor(String... more) {
        List<String> all = new ArrayList<>(
                List.of("doctor", "--bootstrap-server", TestServers.kafka().bootstrapServers(), "--topic", letters));
        all.addAll(Arrays.asList(more));
        return Run.of(all.toArray(String[]::new));
    }

    private String topic(Map<String, String> settings) {
        String name = letters + "-" + topics.names().size();
        topics.create(name, 1, settings);
        return name;
    }

    @Test
    void oneBroker_isAllThatIsWrongWithAGoodTopic() {
        String source = topic(Map.of("max.message.bytes", "500000", "retention.ms", "1000"));

        Run run = doctor("--source-topic", source, "--canary").ends(ExitCodes.PROBLEM);

        assertThat(ills(run)).containsOnlyKeys("WARN durability");
        assertThat(run.out()).contains("written and read back at " + letters + "-0@0");
    }

    @Test
    void whatLosesLetters_isFound() {
        String source =
                topic(Map.of("max.message.bytes", "5000000", "retention.ms", "-1", "cleanup.policy", "compact"));
        letters = topic(Map.of(
                "cleanup.policy", "compact,delete", "retention.ms", "1000", "message.timestamp.type", "LogAppendTime"));
        topics.create(ControlTopics.of(letters).ledger(), 1, Map.of("cleanup.policy", "delete"));

        Map<String, List<String>> ills =
                ills(doctor("--source-topic", source, "--source-topic", "gone").ends(ExitCodes.PROBLEM));

        assertThat(ills)
                .containsOnlyKeys(
                        "WARN durability",
                        "FAIL cleanup",
                        "WARN timestamps",
                        "WARN size",
                        "WARN retention",
                        "WARN references",
                        "WARN source",
                        "FAIL ledger",
                        "WARN control");
        assertThat(ills.get("WARN size").get(0)).contains("to 5016384 or more");
    }

    @Test
    void noTopic_isSaidAndNothingElse() {
        letters = "nothing-" + letters;

        assertThat(ills(doctor().ends(ExitCodes.PROBLEM))).containsOnlyKeys("FAIL topic");
        assertThat(doctor("--json").out().lines())
                .anySatisfy(line -> assertThat(line).contains("\"level\":\"FAIL\",\"check\":\"topic\""));
    }

    @Test
    void contradictionsInTheConnectorsSettings_areFound() throws Exception {
        try (Worker worker = new Worker(Map.of(
                "errors.tolerance", "all",
                "errors.log.include.messages", "true",
                "topics", "orders," + letters,
                "dlq.destinations", "topic",
                "dlq.topic.name", "elsewhere"))) {
            assertThat(ills(doctor("--connect-url", worker.url(), "--connector", "my sink")))
                    .containsKeys("FAIL tolerance", "WARN privacy", "FAIL loop", "FAIL destinations", "FAIL task");
        }
        try (Worker worker = new Worker(Map.of(
                "errors.deadletterqueue.topic.name", "native",
                "topics.regex", "letters-.*"))) {
            assertThat(ills(doctor("--connect-url", worker.url(), "--connector", "my sink")))
                    .containsKeys("FAIL tolerance", "WARN context", "FAIL loop", "WARN destinations");
        }
    }

    @Test
    void topicOfTheLetters_isLookedUp() throws Exception {
        try (Worker worker = new Worker(Map.of("dlq.topic.name", letters))) {
            Run run = Run.of(
                    "stats",
                    "--bootstrap-server",
                    TestServers.kafka().bootstrapServers(),
                    "--connect-url",
                    worker.url(),
                    "--connector",
                    "my sink");

            assertThat(run.ends(ExitCodes.OK).out()).contains("0 letters");
            Run.of("stats", "--bootstrap-server", "b", "--connect-url", worker.url(), "--connector", "other")
                    .ends(ExitCodes.NOT_FOUND);
        }
    }

    /** Answers as a worker with one connector, {@code my sink}, whose task has failed. */
    private static final class Worker implements AutoCloseable {
        private final HttpServer server;

        Worker(Map<String, String> config) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String json = config.entrySet().stream()
                    .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                    .collect(Collectors.joining(",", "{", "}"));
            Map<String, String> answers = Map.of(
                    "/connectors/my%20sink/config",
                    json, "/connectors/my%20sink/status", "{\"tasks\":[{\"id\":0,\"state\":\"FAILED\"}]}");
            server.createContext("/", exchange -> {
                String found = answers.get(exchange.getRequestURI().getRawPath());
                byte[] bytes = (found == null ? "{}" : found).getBytes(UTF_8);
                exchange.sendResponseHeaders(found == null ? 404 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
