/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Reply;
import io.millrace.sink.json.JsonCopy;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes whole documents of parts of rows: reads what is there and puts the part over it, so that a part is written like
 * any other state, under its own version. Elasticsearch's own update takes no versions of ours, and takes decimals through
 * {@code double}. Confined to its lane.
 */
final class Partials {
    private static final long MOST_KEPT_BYTES = 16 << 20;

    private final ActionLines actions;
    private final Caller caller;
    private final BulkFailures failures;
    private final JsonRowWriter rows = new JsonRowWriter(JsonLines.JSON);
    private final JsonLines questionLines = new JsonLines();
    private final JsonLines lines = new JsonLines();
    private final WireBuffer question = new WireBuffer(0);
    private final WireBuffer merged = new WireBuffer(0);
    private final List<Integer> asked = new ArrayList<>();

    Partials(ActionLines actions, Caller caller, BulkFailures failures) {
        this.actions = actions;
        this.caller = caller;
        this.failures = failures;
    }

    private static boolean isPartial(Batch batch, int entry) {
        return batch.event(entry) instanceof Upsert upsert && upsert.row().isPartial();
    }

    /** Fills in what is sent for a batch; without parts of rows that is the batch as it is. */
    void fill(Operations operations, Batch batch) throws Exception {
        asked.clear();
        for (int i = 0; i < batch.size(); i++) {
            if (isPartial(batch, i)) {
                asked.add(i);
            }
        }
        if (asked.isEmpty()) {
            operations.beginWith(batch);
            return;
        }
        merged.clear(MOST_KEPT_BYTES);
        operations.begin(merged, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            if (!isPartial(batch, i)) {
                int start = merged.size();
                merged.write(batch.bytes().array(), batch.start(i), batch.length(i));
                operations.add(i, start, merged.size());
            }
        }
        try {
            ask(batch);
            Reply reply = caller.sendJson("POST", "/_mget", question);
            if (!reply.isSuccess()) {
                throw RefusedException.of(reply);
            }
            merge(operations, batch, reply.content());
        } catch (Exception e) {
            questionLines.spoilt();
            lines.spoilt();
            throw e;
        }
    }

    private void ask(Batch batch) throws Exception {
        question.clear(MOST_KEPT_BYTES);
        JsonGenerator json = questionLines.into(question);
        json.writeStartObject();
        json.writeArrayFieldStart("docs");
        for (int entry : asked) {
            json.writeStartObject();
            actions.address(json, batch.event(entry));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    private void merge(Operations operations, Batch batch, InputStream answer) throws Exception {
        int count = 0;
        try (JsonParser json = JsonLines.JSON.createParser(answer)) {
            if (json.nextToken() == JsonToken.START_OBJECT
                    && "docs".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT && count < asked.size()) {
                    int entry = asked.get(count++);
                    document(operations, entry, (Upsert) batch.event(entry), json);
                }
            }
        }
        if (count != asked.size()) {
            throw new IOException("The answer to a question for " + asked.size() + " documents has " + count);
        }
    }

    private void document(Operations operations, int entry, Upsert event, JsonParser json) throws Exception {
        StoredDocument document = new StoredDocument();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (json.currentName().equals("_source") && isOlder(document, event)) {
                json.nextToken();
                int start = merged.size();
                write(event, document, json);
                operations.add(entry, start, merged.size());
                document.isWritten = true;
            } else {
                document.read(json);
            }
        }
        if (document.isWritten) {
            return;
        }
        if (document.error != null) {
            throw new FailedException(failures.item(document.error));
        }
        operations.decideEntry(entry, without(document, event));
    }

    private boolean isOlder(StoredDocument document, Upsert event) {
        return !actions.isVersioned() || document.version < actions.version(event);
    }

    private Outcome without(StoredDocument document, Upsert event) throws FailedException {
        if (!document.isFound) {
            return Outcome.failed(new Failure.Dependency(
                    FailureCode.of("elasticsearch", "no-document"),
                    "the source sent a part of the row, and the index has no document to put it over",
                    null));
        }
        if (!isOlder(document, event)) {
            return Outcome.STALE;
        }
        throw FailedException.systemic(
                "no-source",
                "index of '" + event.destination()
                        + "' keeps no '_source', so a part of a row cannot be put over a document;"
                        + " enable it, or give the source table REPLICA IDENTITY FULL");
    }

    private void write(Upsert event, StoredDocument document, JsonParser source) throws Exception {
        JsonGenerator out = lines.into(merged);
        if (actions.isVersioned()) {
            actions.index(out, event);
        } else {
            actions.indexIf(out, event, document.sequence, document.term);
        }
        out.writeStartObject();
        keep(source, out, event.row());
        rows.writeFields(out, event.row());
        out.writeEndObject();
        out.writeRaw('\n');
        out.flush();
    }

    /** Copies what the part does not say. */
    private static void keep(JsonParser source, JsonGenerator out, Row part) throws IOException {
        while (source.nextToken() == JsonToken.FIELD_NAME) {
            String field = source.currentName();
            int column = part.shape().position(field);
            source.nextToken();
            if (column >= 0 && !part.isAbsent(column)) {
                source.skipChildren();
            } else {
                out.writeFieldName(field);
                JsonCopy.value(source, out);
            }
        }
    }
}
