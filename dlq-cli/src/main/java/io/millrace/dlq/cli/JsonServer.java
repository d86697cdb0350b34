/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server that answers in JSON. Confined to one thread. */
final class JsonServer {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    JsonServer(String url) {
        this.url = url.endsWith("/") ? url : url + "/";
    }

    /** A question, to be asked by {@link #ask}. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    }

    /**
     * What the server answers.
     *
     * @param unknown says that there is no such thing
     * @param advice what to do if the server refuses to answer, or nothing; goes behind the status
     * @throws DlqException if there is no such thing, or the server does not answer or not like this
     */
    JsonNode ask(HttpRequest request, String unknown, String advice) {
        URI uri = request.uri();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 404) {
                throw DlqException.notFound(unknown);
            }
            if (answer.statusCode() != 200) {
                throw DlqException.unreachable(uri + " answers with status " + answer.statusCode() + advice);
            }
            return Decoding.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw DlqException.unreachable(uri + " cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DlqException.unreachable(uri + " was not asked to the end", e);
        }
    }
}
