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
    private static final String MARK_ONLY = "?filter_path=*.mappings._meta." + IndexMapping.BARE;

    private enum State {
        ABSENT,
        /** Created for a delete without columns: its fields are still to be mapped. */
        BARE,
        PRESENT
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
     * Looks for an index, and creates it if need be. A delete needs it, too: that it happened is a version that keeps older
     * events out.
     *
     * @param columns of the event that needs it, or {@code null} if it has none
     * @throws FailedException if it is not there and cannot or must not be created
     */
    void ensure(Caller caller, String index, @Nullable RowShape columns)
            throws IOException, InterruptedException, FailedException {
        String path = "/" + URLEncoder.encode(index, StandardCharsets.UTF_8);
        State state = look(caller, path);
        if (state == State.ABSENT) {
            if (!autoCreate) {
                throw FailedException.systemic(
                        "no-index",
                        "index '" + index + "' does not exist, and 'index.auto.create' is false; create it, or set that"
                                + " to true");
            }
            state = create(caller, index, path, columns);
        }
        if (state == State.BARE && columns != null) {
            map(caller, index, path, columns);
            state = State.PRESENT;
        }
        states.put(index, state);
    }

    private static State look(Caller caller, String path) throws IOException, InterruptedException {
        Reply reply = caller.ask("GET", path + "/_mapping" + MARK_ONLY);
        if (reply.status() == NOT_FOUND) {
            return State.ABSENT;
        }
        if (!reply.isSuccess() && reply.status() != FORBIDDEN) {
            throw RefusedException.of(reply);
        }
        // Who may not look may still write: if the index is not there, the write tells.
        return reply.isSuccess() && isMarked(reply) ? State.BARE : State.PRESENT;
    }

    /** Nothing but the mark was asked for, so what is there is the mark. */
    private static boolean isMarked(Reply reply) throws IOException {
        try (JsonParser json = JsonLines.JSON.createParser(reply.content())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_TRUE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void map(Caller caller, String index, String path, RowShape columns)
            throws IOException, InterruptedException {
        WireBuffer body = new WireBuffer(1_024);
        try (JsonGenerator json = JsonLines.JSON.createGenerator(body)) {
            IndexMapping.writeMapping(json, columns);
        }
        Reply reply = caller.sendJson("PUT", path + "/_mapping", body);
        if (!reply.isSuccess()) {
            LOG.warn(
                    "The columns of index '{}' could not be mapped, so the cluster guesses: {}",
                    index,
                    RefusedException.of(reply).getMessage());
        }
    }

    private static State create(Caller caller, String index, String path, @Nullable RowShape columns)
            throws IOException, InterruptedException, FailedException {
        if (isMappedByTemplate(caller, path)) {
            LOG.info("Index '{}' is left to the cluster's index templates", index);
            return State.PRESENT;
        }
        WireBuffer body = new WireBuffer(1_024);
        try (JsonGenerator json = JsonLines.JSON.createGenerator(body)) {
            IndexMapping.writeIndex(json, columns);
        }
        Reply reply = caller.sendJson("PUT", path, body);
        if (reply.isSuccess()) {
            LOG.info("Created index '{}' with a mapping made of its first event's columns", index);
            return columns == null ? State.BARE : State.PRESENT;
        }
        RefusedException refused = RefusedException.of(reply);
        if (CAME_FIRST.equals(refused.error().type())) {
            return look(caller, path);
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
