/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.quickstart.compare.CanonicalJson;
import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import io.millrace.testkit.server.ElasticsearchServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** One index for each table, created by the sink. Confined to one thread. */
public final class ElasticsearchIndices implements ReplicaTarget {
    private static final int NOT_FOUND = 404;
    private static final String SCROLL = "/_search?scroll=1m&ignore_unavailable=true";
    private static final String FIRST_PAGE = "{\"size\":500,\"sort\":[\"_doc\"]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;
    private final String pipeline;
    private final int portOfSink;

    /**
     * Indices on a node; they must not be there yet.
     *
     * @param server the node
     * @param pipeline prefix of the topics, and so of the indices
     * @param portOfSink port that the sink connects to: the node's, or that of a proxy before it
     */
    public ElasticsearchIndices(ElasticsearchServer server, String pipeline, int portOfSink) {
        this.url = server.url();
        this.pipeline = pipeline;
        this.portOfSink = portOfSink;
    }

    @Override
    public String name() {
        return "Elasticsearch";
    }

    @Override
    public Map<String, String> config() {
        return Map.of(
                "connector.class",
                "io.millrace.elasticsearch.ElasticsearchSinkConnector",
                "connection.url",
                "http://127.0.0.1:" + portOfSink);
    }

    /** What a search would find: a document that was written shows after the next refresh, a second later by default. */
    @Override
    public long count(Table table) throws IOException {
        return send("GET", "/" + index(table) + "/_count?ignore_unavailable=true", "")
                .path("count")
                .asLong();
    }

    @Override
    public TableRows rows(Table table) throws IOException {
        TableRows rows = new TableRows(table);
        send("POST", "/" + index(table) + "/_refresh?ignore_unavailable=true", "");
        JsonNode page = send("POST", "/" + index(table) + SCROLL, FIRST_PAGE);
        while (!page.path("hits").path("hits").isEmpty()) {
            page.path("hits").path("hits").forEach(hit -> rows.put(hit.path("_source")));
            String id = page.path("_scroll_id").asText();
            page = send("POST", "/_search/scroll", "{\"scroll\":\"1m\",\"scroll_id\":\"" + id + "\"}");
        }
        return rows;
    }

    /** The sink names indices after topics. */
    private String index(Table table) {
        return pipeline + ".public." + table.name();
    }

    private JsonNode send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2 && answer.statusCode() != NOT_FOUND) {
                throw new IOException(method + " " + url + path + " was answered: " + answer.body());
            }
            return CanonicalJson.read(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + method + " " + url + path, interrupted);
        }
    }

    @Override
    public List<String> commands() {
        return List.of(
                "curl -s '" + url + "/_cat/indices?v'",
                "curl -s '" + url + "/" + pipeline + ".public.orders/_search?pretty&q=status:shipped&size=3'");
    }

    /** Nothing is held that needs closing. */
    @Override
    public void close() {
        // HttpClient closes its idle connections itself.
    }
}
