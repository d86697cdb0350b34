/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Reply;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that an index is there before something is written to it. Shared by lanes; thread-safe. */
final class IndexCreation {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCreation.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String CAME_FIRST = "resource_already_exists_exception";

    private enum State {
        PRESENT,
        /** Created for a delete, which does not know any columns: its fields are still to be mapped. */
        BARE
    }

    private final boolean autoCreate;
    private final ConcurrentMap<String, State> states = new ConcurrentHashMap<>();

    /** @param autoCreate whether an index may be created */
    IndexCreation(boolean autoCreate) {
        this.autoCreate = autoCreate;
    }

    /** Whether an index was there when it was last looked for, and knows the columns of an event with or without them. */
    boolean isReady(String index, boolean hasColumns) {
        State state = states.get(index);
        return state == State.PRESENT || (state == State.BARE && !hasColumns);
    }

    /** Takes it for granted that an index is there. */
    void assumePresent(String index) {
        states.put(index, State.PRESENT);
    }

    /** Looks for indices anew when they are needed next. */
    void forget() {
        states.clear();
    }

    /**
     * Looks for an index, and creates it if need be.
     *
     * @param shape columns of the event that needs it, or {@code null} if it has none
     * @throws FailedException if it is not there and cannot or must not be created
     */
    void ensure(Caller caller, String index, @Nullable RowShape shape)
            throws IOException, InterruptedException, FailedException {
        String path = "/" + URLEncoder.encode(index, StandardCharsets.UTF_8);
        if (shape != null && states.get(index) == State.BARE) {
            map(caller, index, path, shape);
            states.put(index, State.PRESENT);
            return;
        }
        Reply reply = caller.ask("HEAD", path);
        State state = State.PRESENT;
        if (reply.status() == NOT_FOUND) {
            if (!autoCreate) {
                throw FailedException.systemic(
                        "no-index",
                        "index '" + index + "' does not exist, and 'index.auto.create' is false; create it, or set that"
                                + " to true");
            }
            state = create(caller, index, path, shape);
        } else if (!reply.isSuccess() && reply.status() != FORBIDDEN) {
            throw RefusedException.of(reply);
        }
        // Who may not look may still write: if the index is not there, the write tells.
        states.put(index, state);
    }

    private static void map(Caller caller, String index, String path, RowShape shape)
            throws IOException, InterruptedException {
        WireBuffer body = new WireBuffer(1_024);
        try (JsonGenerator json = JsonLines.JSON.createGenerator(body)) {
            IndexMapping.writeFields(json, shape);
        }
        Reply reply = caller.sendJson("PUT", path + "/_mapping", body);
        if (!reply.isSuccess()) {
            LOG.warn(
                    "The columns of index '{}' could not be mapped, so the cluster guesses: {}",
                    index,
                    RefusedException.of(reply).getMessage());
        }
    }

    private static State create(Caller caller, String index, String path, @Nullable RowShape shape)
            throws IOException, InterruptedException, FailedException {
        if (isMappedByTemplate(caller, path)) {
            LOG.info("Index '{}' is left to the cluster's index templates", index);
            return State.PRESENT;
        }
        WireBuffer body = new WireBuffer(1_024);
        try (JsonGenerator json = JsonLines.JSON.createGenerator(body)) {
            IndexMapping.write(json, shape);
        }
        Reply reply = caller.sendJson("PUT", path, body);
        if (reply.isSuccess()) {
            LOG.info("Created index '{}' with a mapping made of its first event's columns", index);
            return shape == null ? State.BARE : State.PRESENT;
        }
        RefusedException refused = RefusedException.of(reply);
        if (CAME_FIRST.equals(refused.error().type())) {
            return State.PRESENT;
        }
        if (reply.status() == FORBIDDEN
                && "security_exception".equals(refused.error().type())) {
            LOG.info("Index '{}' is left to the cluster: we may not create it with a mapping", index);
            return State.PRESENT;
        }
        if (reply.status() / 100 == 4 && reply.status() != 429 && reply.status() != 408) {
            throw FailedException.systemic(
                    "create-index",
                    "index '" + index + "' cannot be created: " + refused.getMessage()
                            + "; create it yourself, or an index template with a mapping for it");
        }
        throw refused;
    }

    /** Whether a template of the cluster has a mapping for an index; also if we may not ask. */
    private static boolean isMappedByTemplate(Caller caller, String path) throws IOException, InterruptedException {
        Reply reply = caller.ask("POST", "/_index_template/_simulate_index" + path);
        if (!reply.isSuccess()) {
            return reply.status() == FORBIDDEN;
        }
        try (JsonParser json = JsonLines.JSON.createParser(reply.content())) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                // {"template": {"mappings": {...}}}
                if (token == JsonToken.FIELD_NAME
                        && depth == 2
                        && json.currentName().equals("mappings")) {
                    return json.nextToken() == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        }
        return false;
    }
}
