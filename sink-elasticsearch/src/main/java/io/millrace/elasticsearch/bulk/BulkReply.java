/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.dlq.Failure;
import io.millrace.sink.spi.Outcome;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a bulk: if nothing went wrong, no further than that it says so. Stateless. */
final class BulkReply {
    /** What of an answer is asked for. The status of every item keeps items in their places. */
    static final String FILTER = "errors,items.*.status,items.*.error";

    private final BulkFailures failures;

    BulkReply(BulkFailures failures) {
        this.failures = failures;
    }

    /**
     * Decides what became of the operations from one up to another.
     *
     * @throws IOException if the answer is not one to this request
     */
    void read(InputStream body, Operations operations, int from, int to) throws IOException {
        try (JsonParser json = JsonLines.JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("The answer to a bulk is no JSON object");
            }
            boolean answered = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("errors") && value == JsonToken.VALUE_FALSE) {
                    return;
                }
                if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    items(json, operations, from, to);
                    answered = true;
                } else {
                    json.skipChildren();
                }
            }
            if (!answered) {
                throw new IOException("The answer to a bulk says neither that all went well nor what did not");
            }
        }
    }

    private void items(JsonParser json, Operations operations, int from, int to) throws IOException {
        int operation = from;
        while (json.nextToken() == JsonToken.START_OBJECT) {
            json.nextToken(); // the action's name
            json.nextToken(); // its object
            ServerError error = item(json);
            json.nextToken(); // the item's end
            if (operation >= to) {
                throw new IOException("The answer to a bulk has more items than the " + (to - from) + " sent");
            }
            if (error != null) {
                operations.decide(operation, outcome(error));
            }
            operation++;
        }
        if (operation != to) {
            throw new IOException(
                    "The answer to a bulk has " + (operation - from) + " items for the " + (to - from) + " sent");
        }
    }

    private Outcome outcome(ServerError error) {
        Failure failure = failures.item(error);
        return failure instanceof Failure.Stale ? Outcome.STALE : Outcome.failed(failure);
    }

    private static @Nullable ServerError item(JsonParser json) throws IOException {
        int status = 0;
        ServerError error = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("status")) {
                status = json.getIntValue();
            } else if (field.equals("error") && value == JsonToken.START_OBJECT) {
                error = ServerError.read(status, json);
            } else {
                json.skipChildren();
            }
        }
        return error == null ? null : new ServerError(status, error.type(), error.reason());
    }
}
