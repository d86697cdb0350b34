/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Asks a Connect worker. Confined to one thread. */
final class ConnectRest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    ConnectRest(String url) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The configuration of a connector, as it was posted. */
    Map<String, String> config(String connector) {
        Map<String, String> config = new HashMap<>();
        connector(connector, "/config")
                .properties()
                .forEach(field -> config.put(field.getKey(), field.getValue().asText()));
        return config;
    }

    /** States of a connector and its tasks. */
    JsonNode status(String connector) {
        return connector(connector, "/status");
    }

    private JsonNode connector(String connector, String path) {
        String encoded = URLEncoder.encode(connector, StandardCharsets.UTF_8).replace("+", "%20");
        URI uri = URI.create(url + "/connectors/" + encoded + path);
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 404) {
                throw DlqException.notFound("the worker knows no connector '" + connector + "'");
            }
            if (answer.statusCode() != 200) {
                throw DlqException.unreachable(uri + " answers with status " + answer.statusCode());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw DlqException.unreachable(uri + " cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DlqException.unreachable(uri + " was not asked to the end", e);
        }
    }
}
