/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The REST interface of one Connect worker. Thread-safe. */
public final class ConnectRest {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final Duration REBALANCED_WITHIN = Duration.ofSeconds(60);
    /** A failure may be that of a former configuration, not yet replaced by the new state. */
    private static final Duration FAILED_FOR_GOOD = Duration.ofSeconds(3);

    private final URI worker;
    private final HttpJson http;

    /**
     * A client of one worker.
     *
     * @param worker root of its REST interface
     */
    public ConnectRest(URI worker) {
        this.worker = worker;
        this.http = new HttpJson(worker, "application/json");
    }

    /**
     * Creates a connector or changes its configuration.
     *
     * @param connector name
     * @param config its configuration, {@code connector.class} included
     * @throws ServerFailure if the worker refuses; the message holds its answer
     */
    public void put(String connector, Map<String, String> config) {
        call("PUT", path(connector) + "/config", json(config));
    }

    /**
     * Creates a connector from a body as people POST it.
     *
     * @param body JSON object with {@code name} and {@code config}
     * @throws ServerFailure if the worker refuses; the message holds its answer
     */
    public void create(String body) {
        call("POST", "/connectors", body);
    }

    /**
     * Has the worker validate a configuration without creating anything.
     *
     * @param config configuration, {@code connector.class} included; {@code name} may be left out, as for {@link #put}
     * @return messages by key, for the keys with errors only; empty if all is well
     */
    public Map<String, List<String>> validate(Map<String, String> config) {
        String connectorClass = config.get("connector.class");
        if (connectorClass == null) {
            throw new IllegalArgumentException("No connector.class in the configuration " + config.keySet());
        }
        String path = "/connector-plugins/" + encoded(connectorClass) + "/config/validate";
        Map<String, String> named = new TreeMap<>(config);
        named.putIfAbsent("name", "validated");
        Map<String, List<String>> errors = new TreeMap<>();
        for (JsonNode each : call("PUT", path, json(named)).path("configs")) {
            JsonNode value = each.path("value");
            List<String> messages = new ArrayList<>();
            value.path("errors").forEach(message -> messages.add(message.asText()));
            if (!messages.isEmpty()) {
                errors.put(value.path("name").asText(), messages);
            }
        }
        return errors;
    }

    /**
     * The state of a connector now.
     *
     * @param connector name
     * @return its state
     * @throws ServerFailure if there is no such connector
     */
    public ConnectorStatus status(String connector) {
        return status(call("GET", path(connector) + "/status", ""));
    }

    /**
     * Waits until the connector and all its tasks are running.
     *
     * @param connector name
     * @param tasks how many tasks it must have
     * @param within how long to wait
     * @return the state then
     * @throws ServerFailure if something fails, with its trace, or if it takes too long, with the last state seen
     */
    public ConnectorStatus awaitRunning(String connector, int tasks, Duration within) {
        Predicate<ConnectorStatus> running = status -> status.all("RUNNING", tasks);
        ConnectorStatus first = await(connector, running.or(ConnectorStatus::failed), within);
        return first.failed() ? await(connector, running, FAILED_FOR_GOOD) : first;
    }

    /**
     * Waits until the connector or a task has failed.
     *
     * @param connector name
     * @param within how long to wait
     * @return the state then, with traces
     * @throws ServerFailure if nothing fails in time
     */
    public ConnectorStatus awaitFailed(String connector, Duration within) {
        return await(connector, ConnectorStatus::failed, within);
    }

    /**
     * Waits until the state is as wanted.
     *
     * @param connector name
     * @param wanted what the state must be
     * @param within how long to wait
     * @return the state then
     * @throws ServerFailure if it takes too long; the message holds the last answer of the worker
     */
    public ConnectorStatus await(String connector, Predicate<ConnectorStatus> wanted, Duration within) {
        AtomicReference<String> lastAnswer = new AtomicReference<>("none");
        AtomicReference<@Nullable ConnectorStatus> last = new AtomicReference<>();
        Patience patience = Patience.of(within);
        boolean reached = patience.until(() -> {
            // Not found: accepted, but not yet told to all workers.
            HttpJson.Reply reply = http.send("GET", path(connector) + "/status", "");
            lastAnswer.set(reply.status() + " " + reply.body());
            if (!reply.successful()) {
                return false;
            }
            ConnectorStatus status = status(reply.body());
            last.set(status);
            return wanted.test(status);
        });
        ConnectorStatus status = last.get();
        if (reached && status != null) {
            return status;
        }
        throw new ServerFailure(
                "Connector " + connector + " on " + worker + " did not get into the wanted state; last answer: "
                        + lastAnswer.get() + System.lineSeparator() + (status == null ? "" : status.traces()),
                patience.lastFailure());
    }

    /**
     * Pauses a connector and its tasks; they stay in memory.
     *
     * @param connector name
     */
    public void pause(String connector) {
        call("PUT", path(connector) + "/pause", "");
    }

    /**
     * Resumes a paused or stopped connector.
     *
     * @param connector name
     */
    public void resume(String connector) {
        call("PUT", path(connector) + "/resume", "");
    }

    /**
     * Stops a connector: its tasks end, its configuration and offsets stay.
     *
     * @param connector name
     */
    public void stop(String connector) {
        call("PUT", path(connector) + "/stop", "");
    }

    /**
     * Restarts a connector and all its tasks.
     *
     * @param connector name
     */
    public void restart(String connector) {
        call("POST", path(connector) + "/restart?includeTasks=true", "");
    }

    /**
     * Deletes a connector.
     *
     * @param connector name
     */
    public void delete(String connector) {
        call("DELETE", path(connector), "");
    }

    /**
     * Waits until a deleted connector is gone, its tasks included.
     *
     * @param connector name
     * @param within how long to wait
     * @throws ServerFailure if it is still there then
     */
    public void awaitGone(String connector, Duration within) {
        boolean gone = Patience.of(within)
                .until(() -> http.send("GET", path(connector) + "/status", "").status() == NOT_FOUND);
        if (!gone) {
            throw new ServerFailure("Connector " + connector + " on " + worker
                    + " was deleted and is still there after " + within.toSeconds() + " s");
        }
    }

    /**
     * The keys that a connector's configuration may have.
     *
     * @param connectorClass its class name
     * @return names of all keys
     */
    public List<String> keys(String connectorClass) {
        List<String> keys = new ArrayList<>();
        call("GET", "/connector-plugins/" + encoded(connectorClass) + "/config", "")
                .forEach(key -> keys.add(key.path("name").asText()));
        return keys;
    }

    /**
     * The names of all connectors.
     *
     * @return names
     */
    public List<String> connectors() {
        return texts(call("GET", "/connectors", ""));
    }

    /**
     * The class names of all plugins the worker has found, converters and transformations included.
     *
     * @return class names
     */
    public List<String> plugins() {
        List<String> classes = new ArrayList<>();
        call("GET", "/connector-plugins?connectorsOnly=false", "")
                .forEach(plugin -> classes.add(plugin.path("class").asText()));
        return classes;
    }

    /**
     * The sink connectors the worker has found, with their versions.
     *
     * @return class names and versions with a blank between
     */
    public List<String> versions() {
        List<String> versions = new ArrayList<>();
        for (JsonNode plugin : call("GET", "/connector-plugins", "")) {
            if (plugin.path("type").asText().equals("sink")) {
                versions.add(plugin.path("class").asText() + " "
                        + plugin.path("version").asText());
            }
        }
        return versions;
    }

    /**
     * The offsets of a connector.
     *
     * @param connector name
     * @return the worker's answer: an array {@code offsets} of pairs of partition and offset
     */
    public JsonNode offsets(String connector) {
        return call("GET", path(connector) + "/offsets", "");
    }

    /**
     * Has a sink that is stopped go on at other offsets.
     *
     * @param connector name
     * @param offsets first offset to read, by partition; others stay as they are
     * @throws ServerFailure if the worker refuses; the message holds its answer
     */
    public void alterSinkOffsets(String connector, Map<TopicPartition, Long> offsets) {
        ObjectNode body = HttpJson.JSON.createObjectNode();
        ArrayNode all = body.putArray("offsets");
        offsets.forEach((partition, offset) -> {
            ObjectNode each = all.addObject();
            each.putObject("partition")
                    .put("kafka_topic", partition.topic())
                    .put("kafka_partition", partition.partition());
            each.putObject("offset").put("kafka_offset", offset);
        });
        call("PATCH", path(connector) + "/offsets", body.toString());
    }

    /**
     * Has a connector that is stopped forget its offsets.
     *
     * @param connector name
     * @throws ServerFailure if the worker refuses; the message holds its answer
     */
    public void resetOffsets(String connector) {
        call("DELETE", path(connector) + "/offsets", "");
    }

    /** Asks again while the group rebalances, which the worker answers with a conflict. */
    private JsonNode call(String method, String path, String body) {
        AtomicReference<HttpJson.@Nullable Reply> answer = new AtomicReference<>();
        Patience.of(REBALANCED_WITHIN).until(() -> {
            HttpJson.Reply reply = send(method, path, body);
            answer.set(reply);
            return reply.status() != CONFLICT;
        });
        HttpJson.Reply reply = answer.get();
        if (reply == null || !reply.successful()) {
            throw new ServerFailure(method + " " + worker + path + " was answered: " + reply);
        }
        return reply.body();
    }

    private HttpJson.Reply send(String method, String path, String body) {
        try {
            return http.send(method, path, body);
        } catch (IOException failure) {
            throw new ServerFailure(method + " " + worker + path + " was not answered; is the worker there?", failure);
        }
    }

    private static ConnectorStatus status(JsonNode reply) {
        List<ConnectorStatus.Part> tasks = new ArrayList<>();
        reply.path("tasks").forEach(task -> tasks.add(part(task)));
        return new ConnectorStatus(part(reply.path("connector")), tasks);
    }

    private static ConnectorStatus.Part part(JsonNode reply) {
        return new ConnectorStatus.Part(
                reply.path("state").asText(),
                reply.path("worker_id").asText(),
                reply.path("trace").asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String path(String connector) {
        return "/connectors/" + encoded(connector);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String json(Map<String, String> config) {
        try {
            return HttpJson.JSON.writeValueAsString(config);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("Configuration cannot be written as JSON: " + config.keySet(), failure);
        }
    }
}
