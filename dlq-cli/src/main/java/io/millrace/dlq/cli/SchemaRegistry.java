/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Asks a registry with Confluent's REST API for Avro schemas, each once. Confined to the main thread. */
final class SchemaRegistry {
    private final JsonServer registry;
    private final @Nullable String login;
    private final Map<Integer, Schema> known = new HashMap<>();

    /** @param login user and password with a colon between them, or {@code null} */
    SchemaRegistry(String url, @Nullable String login) {
        this.registry = new JsonServer(url);
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
        HttpRequest.Builder request = registry.request("schemas/ids/" + id);
        if (login != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        HttpRequest asked = request.build();
        return schema(
                asked.uri(),
                registry.ask(
                        asked,
                        asked.uri() + ": the registry has no such schema",
                        "; check --schema-registry, and the login in --command-config"));
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
