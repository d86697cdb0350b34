/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.elasticsearch.ElasticsearchPlugin;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Says that every index is there, which is all that encoding asks of a cluster, once per index. A real server would take
 * longer to start than the benchmark runs. Thread-safe.
 */
final class ReadyCluster implements AutoCloseable {
    private final HttpServer server;

    ReadyCluster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ReadyCluster::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The target as a connector with default settings has it. */
    Target target() {
        ElasticsearchPlugin plugin = new ElasticsearchPlugin();
        String url = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
        return plugin.target(new SinkConfig(plugin).parse(Map.of("connection.url", url)), "benchmark");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
