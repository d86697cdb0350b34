/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;

/** Plain JSON access to an Elasticsearch node. Paths start with a slash. Thread-safe. */
public final class ElasticsearchRest {
    private static final int NOT_FOUND = 404;

    private final URI node;
    private final HttpJson http;

    /**
     * A client of a node, which may be behind a fault proxy.
     *
     * @param node the node's address
     */
    public ElasticsearchRest(URI node) {
        this.node = node;
        this.http = new HttpJson(node, "application/json");
    }

    /**
     * Reads.
     *
     * @param path path and query
     * @return the answer
     * @throws ServerFailure if it is an error
     */
    public JsonNode get(String path) {
        return call("GET", path, "");
    }

    /**
     * Reads what a parser would change: the digits of numbers, for example.
     *
     * @param path path and query
     * @return the answer, as it was sent
     * @throws ServerFailure if it is an error
     */
    public String text(String path) {
        HttpJson.Text reply;
        try {
            reply = http.text(path);
        } catch (IOException failure) {
            throw new ServerFailure("GET " + node + path + " was not answered; is the node there?", failure);
        }
        if (reply.status() / 100 != 2) {
            throw new ServerFailure("GET " + node + path + " was answered: " + reply);
        }
        return reply.body();
    }

    /**
     * Whether something is there.
     *
     * @param path path of a document or an index
     * @return false if the answer is 404
     * @throws ServerFailure if the answer is another error
     */
    public boolean exists(String path) {
        HttpJson.Reply reply = send("HEAD", path, "");
        if (!reply.successful() && reply.status() != NOT_FOUND) {
            throw failure("HEAD", path, reply);
        }
        return reply.successful();
    }

    /**
     * Creates or replaces.
     *
     * @param path path and query
     * @param json body
     * @return the answer
     * @throws ServerFailure if it is an error
     */
    public JsonNode put(String path, String json) {
        return call("PUT", path, json);
    }

    /**
     * Posts.
     *
     * @param path path and query
     * @param json body; empty for none
     * @return the answer
     * @throws ServerFailure if it is an error
     */
    public JsonNode post(String path, String json) {
        return call("POST", path, json);
    }

    /**
     * Makes all that was written visible to searches.
     *
     * @param index name of the index
     */
    public void refresh(String index) {
        post("/" + index + "/_refresh", "");
    }

    /**
     * Refreshes, then searches.
     *
     * @param index name of the index
     * @param query body of the search, such as {@code {"query":{"match_all":{}}}}
     * @return the answer; its {@code hits.hits} are the documents
     */
    public JsonNode search(String index, String query) {
        refresh(index);
        return post("/" + index + "/_search", query);
    }

    /**
     * Refreshes, then counts.
     *
     * @param index name of the index
     * @return number of documents
     */
    public long count(String index) {
        refresh(index);
        return get("/" + index + "/_count").path("count").asLong();
    }

    /**
     * Deletes an index; no effect if there is none.
     *
     * @param index name of the index
     */
    public void deleteIndex(String index) {
        call("DELETE", "/" + index + "?ignore_unavailable=true", "");
    }

    private JsonNode call(String method, String path, String body) {
        HttpJson.Reply reply = send(method, path, body);
        if (!reply.successful()) {
            throw failure(method, path, reply);
        }
        return reply.body();
    }

    private HttpJson.Reply send(String method, String path, String body) {
        try {
            return http.send(method, path, body);
        } catch (IOException failure) {
            throw new ServerFailure(method + " " + node + path + " was not answered; is the node there?", failure);
        }
    }

    private ServerFailure failure(String method, String path, HttpJson.Reply reply) {
        return new ServerFailure(method + " " + node + path + " was answered: " + reply);
    }
}
