/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Asks a Connect worker. Confined to one thread. */
final class ConnectRest {
    private final JsonServer worker;

    ConnectRest(String url) {
        this.worker = new JsonServer(url);
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
        return worker.ask(
                worker.request("connectors/" + encoded + path).build(),
                "the worker knows no connector '" + connector + "'",
                "");
    }
}
