/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a schema registry's REST API that a reader needs, on a port of 127.0.0.1: {@code GET /schemas/ids/<id>}.
 * Thread-safe.
 */
public final class RegistryStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/schemas/ids/";

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable String authorization;
    private int status = 200;
    private String body = "";

    /** Starts the server. */
    public RegistryStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Makes a schema known.
     *
     * @param schema Avro's JSON
     * @return its number; the same for the same text
     */
    public synchronized int register(String schema) {
        int known = schemas.indexOf(schema);
        if (known < 0) {
            schemas.add(schema);
            return schemas.size();
        }
        return known + 1;
    }

    /** Demands a header {@code Authorization} from now on. */
    public synchronized void demand(String header) {
        authorization = header;
    }

    /** Answers everything with a status from now on; 200 for what is true. */
    public synchronized void answerAll(int withStatus, String withBody) {
        status = withStatus;
        body = withBody;
    }

    /** The paths that were asked for. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Answer answer = answer(path, exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private record Answer(int status, String body) {}

    private synchronized Answer answer(String path, @Nullable String login) {
        asked.add(path);
        if (status != 200) {
            return new Answer(status, body);
        }
        if (authorization != null && !authorization.equals(login)) {
            return new Answer(401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}");
        }
        if (!path.startsWith(PATH)) {
            return new Answer(404, "<html>nothing here</html>");
        }
        int id = Integer.parseInt(path.substring(PATH.length()));
        if (id < 1 || id > schemas.size()) {
            return new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
        ObjectNode found = JSON.createObjectNode().put("schema", schemas.get(id - 1));
        return new Answer(200, found.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
