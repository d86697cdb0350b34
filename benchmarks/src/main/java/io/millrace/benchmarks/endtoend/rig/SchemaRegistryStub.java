/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.benchmarks.endtoend.event.EventBytes.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The part of a schema registry that readers ask: schemas by number, in the way of Apicurio's API (for its converter) and
 * of Confluent's. A reader asks once for each schema, so what answers is of no weight for what is measured. Thread-safe.
 */
final class SchemaRegistryStub implements SchemaRegistry, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private SchemaRegistryStub(HttpServer server) {
        this.server = server;
    }

    static SchemaRegistryStub start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SchemaRegistryStub stub = new SchemaRegistryStub(server);
            server.createContext("/", stub::answer);
            server.start();
            return stub;
        } catch (IOException failure) {
            throw new UncheckedIOException("No port for the schema registry", failure);
        }
    }

    /** Root of the API as Confluent's. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Root of the API as Apicurio's. */
    String apicurioUrl() {
        return url() + "/apis/registry/v2";
    }

    @Override
    public synchronized int register(String avroSchema) {
        int known = schemas.indexOf(avroSchema);
        if (known < 0) {
            schemas.add(avroSchema);
            known = schemas.size() - 1;
        }
        return known + 1;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            String answer = answer(path);
            byte[] body = (answer == null ? "{\"error_code\":40403,\"message\":\"not known\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? NOT_FOUND : FOUND, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** {@code .../contentIds/7}, {@code .../contentIds/7/references}, {@code .../schemas/ids/7}; null for anything else. */
    private @Nullable String answer(String[] path) throws IOException {
        for (int i = 0; i + 1 < path.length; i++) {
            String schema = schema(path[i + 1]);
            if (schema != null && path[i].equals("contentIds")) {
                return i + 2 == path.length ? schema : "[]";
            }
            if (schema != null && path[i].equals("ids")) {
                return JSON.writeValueAsString(Map.of("schema", schema));
            }
        }
        return null;
    }

    private @Nullable String schema(String number) {
        if (!number.chars().allMatch(Character::isDigit) || number.isEmpty() || number.length() > 9) {
            return null;
        }
        int index = Integer.parseInt(number) - 1;
        return index >= 0 && index < schemas.size() ? schemas.get(index) : null;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
