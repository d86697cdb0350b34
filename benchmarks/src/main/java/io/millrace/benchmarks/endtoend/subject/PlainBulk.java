/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import io.millrace.benchmarks.endtoend.event.PlainDocuments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends bulk requests that lie ready in memory, some at the same time: what is left if a sink has nothing else to do.
 * Confined to one thread, but for those that it starts.
 */
public final class PlainBulk {
    private static final int OK = 200;

    private final URI bulk;

    /** @param node root of the node's API */
    public PlainBulk(URI node) {
        this.bulk = node.resolve("/_bulk?filter_path=errors");
    }

    /**
     * Sends requests.
     *
     * @param requests bodies
     * @param connections how many at the same time
     * @throws IOException if the node refuses one, or a document
     */
    public void send(PlainDocuments requests, int connections) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (byte[] body : requests.bodies()) {
                parts.add(threads.submit(() -> {
                    send(client, body);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException failure) {
            throw new IOException("A plain bulk request was not carried out", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while sending bulk requests", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    private void send(HttpClient client, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bulk)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != OK || !answer.body().contains("\"errors\":false")) {
            throw new IOException("The node has answered " + answer.statusCode() + " " + answer.body());
        }
    }
}
