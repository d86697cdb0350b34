/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An error as Elasticsearch tells it. Immutable.
 *
 * @param status HTTP status, of the request or of one item of a bulk
 * @param type what Elasticsearch calls it, or {@code null} if somebody else answered
 * @param reason for people, as the server says it; may hold values of a document
 */
record ServerError(int status, @Nullable String type, String reason) {

    /** The error in the body of a reply that is not 2xx. */
    static ServerError of(int status, InputStream body) throws IOException {
        try (JsonParser json = JsonLines.JSON.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    if (field.equals("error") && json.currentToken() == JsonToken.START_OBJECT) {
                        return read(status, json);
                    }
                    json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // A proxy's page: the status must do.
        }
        return new ServerError(status, null, "");
    }

    /** The error object that a parser stands at the start of; afterwards it stands at its end. */
    static ServerError read(int status, JsonParser json) throws IOException {
        String type = null;
        String reason = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING && field.equals("type")) {
                type = json.getText();
            } else if (value == JsonToken.VALUE_STRING && field.equals("reason")) {
                reason = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return new ServerError(status, type, reason);
    }

    /** For people, without anything that may be a value of a document. */
    String safeReason() {
        return SafeReason.of(reason);
    }

    /** Type and status, for messages. */
    String describe() {
        String text = safeReason();
        String name = type == null ? "HTTP " + status : type + " (" + status + ")";
        return text.isEmpty() ? name : name + ": " + text;
    }
}
