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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that an index is there before something is written to it. Shared by lanes; thread-safe. */
final class IndexCreation {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCreation.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String CAME_FIRST = "resource_already_exists_exception";

    private final boolean autoCreate;
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    /** @param autoCreate whether an index may be created */
    IndexCreation(boolean autoCreate) {
        this.autoCreate = autoCreate;
    }

    /** Whether an index was there when it was last looked for. */
    boolean isPresent(String index) {
        return present.contains(index);
    }

    /** Takes it for granted that an index is there. */
    void assumePresent(String index) {
        present.add(index);
    }

    /** Looks for indices anew when they are needed next. */
    void forget() {
        present.clear();
    }

    /**
     * Looks for an index, and creates it if it is needed.
     *
     * @param columns of the event that needs it, or {@code null} for a delete: where there is no index, there is nothing to
     *     delete
     * @return whether it is there now
     * @throws FailedException if it is not there and cannot or must not be created
     */
    boolean ensure(Caller caller, String index, @Nullable RowShape columns)
            throws IOException, InterruptedException, FailedException {
        String path = "/" + URLEncoder.encode(index, StandardCharsets.UTF_8);
        Reply reply = caller.ask("HEAD", path);
        if (reply.status() == NOT_FOUND) {
            if (!autoCreate) {
                throw FailedException.systemic(
                        "no-index",
                        "index '" + index + "' does not exist, and 'index.auto.create' is false; create it, or set that"
                                + " to true");
            }
            if (columns == null) {
                return false;
            }
            create(caller, index, path, columns);
        } else if (!reply.isSuccess() && reply.status() != FORBIDDEN) {
            throw RefusedException.of(reply);
        }
        // Who may not look may still write: if the index is not there, the write tells.
        present.add(index);
        return true;
    }

    private static void create(Caller caller, String index, String path, RowShape columns)
            throws IOException, InterruptedException, FailedException {
        if (isMappedByTemplate(caller, path)) {
            LOG.info("Index '{}' is left to the cluster's index templates", index);
            return;
        }
        WireBuffer body = new WireBuffer(1_024);
        try (JsonGenerator json = JsonLines.JSON.createGenerator(body)) {
            IndexMapping.write(json, columns);
        }
        Reply reply = caller.sendJson("PUT", path, body);
        if (reply.isSuccess()) {
            LOG.info("Created index '{}' with a mapping made of its first event's columns", index);
            return;
        }
        RefusedException refused = RefusedException.of(reply);
        if (CAME_FIRST.equals(refused.error().type())) {
            return;
        }
        if (reply.status() == FORBIDDEN
                && "security_exception".equals(refused.error().type())) {
            LOG.info("Index '{}' is left to the cluster: we may not create it with a mapping", index);
            return;
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
