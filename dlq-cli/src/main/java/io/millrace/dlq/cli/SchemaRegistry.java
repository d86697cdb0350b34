/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Asks a registry with Confluent's REST API for Avro schemas, each once. Confined to the main thread. */
final class SchemaRegistry {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String url;
    private final @Nullable String login;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<Integer, Schema> known = new HashMap<>();

    /** @param login user and password with a colon between them, or {@code null} */
    SchemaRegistry(String url, @Nullable String login) {
        this.url = url.endsWith("/") ? url : url + "/";
        this.login = login;
    }

    Schema schema(int id) {
        Schema schema = known.get(id);
        if (schema == null) {
            schema = ask(id);
            known.put(id, schema);
        }
        return schema;
    }

    private Schema ask(int id) {
        URI uri = URI.create(url + "schemas/ids/" + id);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        if (login != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 404) {
                throw DlqException.notFound(uri + ": the registry has no such schema");
            }
            if (answer.statusCode() != 200) {
                throw DlqException.unreachable(uri + " answers with status " + answer.statusCode()
                        + "; check --schema-registry, and the login in --command-config");
            }
            return schema(uri, Decoding.MAPPER.readTree(answer.body()));
        } catch (IOException e) {
            throw DlqException.unreachable(uri + " cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DlqException.unreachable(uri + " was not asked to the end", e);
        }
    }

    private static Schema schema(URI uri, JsonNode answer) {
        if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw DlqException.usage(uri + ": the schema is not Avro but "
                    + answer.path("schemaType").asText() + "; try --decode raw");
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw DlqException.unreachable(uri + ": the schema cannot be read (does it refer to others?)", e);
        }
    }
}
