/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** JSON over HTTP to one server. Thread-safe. */
final class HttpJson {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body parsed JSON; a missing node for an empty body, a text node for one that is not JSON
     */
    record Reply(int status, JsonNode body) {
        boolean successful() {
            return status / 100 == 2;
        }
    }

    private final URI base;
    private final String contentType;

    HttpJson(URI base, String contentType) {
        this.base = base;
        this.contentType = contentType;
    }

    /**
     * An answer as it was sent.
     *
     * @param status HTTP status
     * @param body text
     */
    record Text(int status, String body) {}

    /** Sends a request; an empty body is no body. */
    Reply send(String method, String path, String body) throws IOException {
        Text text = exchange(method, path, body);
        return new Reply(text.status(), parse(text.body()));
    }

    /** Reads without parsing. */
    Text text(String path) throws IOException {
        return exchange("GET", path, "");
    }

    private Text exchange(String method, String path, String body) throws IOException {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_WITHIN)
                .method(method, publisher);
        if (!body.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Text(response.statusCode(), response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Interrupted while waiting for " + method + " " + base.resolve(path), interrupted);
        }
    }

    private static JsonNode parse(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.getNodeFactory().textNode(body);
        }
    }
}
