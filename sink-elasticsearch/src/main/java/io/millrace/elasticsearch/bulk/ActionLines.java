/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.elasticsearch.DocumentSettings;
import io.millrace.elasticsearch.DocumentSettings.VersionSource;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import java.io.IOException;
import java.util.Objects;

/** Writes the lines of a bulk body that say what is done to which document. Confined to its lane. */
final class ActionLines {
    private static final SerializableString INDEX = new SerializedString("index");
    private static final SerializableString DELETE = new SerializedString("delete");
    private static final SerializableString INDEX_NAME = new SerializedString("_index");
    private static final SerializableString ID = new SerializedString("_id");
    private static final SerializableString ROUTING = new SerializedString("routing");
    private static final SerializableString VERSION = new SerializedString("version");
    private static final SerializableString VERSION_TYPE = new SerializedString("version_type");
    private static final SerializableString EXTERNAL = new SerializedString("external");
    private static final SerializableString SEQUENCE = new SerializedString("if_seq_no");
    private static final SerializableString TERM = new SerializedString("if_primary_term");

    /** Bits of a version that an offset takes. */
    private static final int OFFSET_BITS = 48;

    private final DocumentSettings settings;
    private final Indices indices;
    private final DocumentId ids;

    ActionLines(DocumentSettings settings, Indices indices) {
        this.settings = settings;
        this.indices = indices;
        this.ids = new DocumentId(settings.idSeparator(), settings.idOverflow());
    }

    /** Whether documents carry versions of ours. */
    boolean isVersioned() {
        return settings.versions() == VersionSource.KAFKA;
    }

    /**
     * The version that an event gives its document: above that of every event before it in its partition, and never 0,
     * which some of Elasticsearch's requests cannot address.
     */
    long version(ChangeEvent event) {
        return ((long) settings.epoch() << OFFSET_BITS) + event.origin().offset() + 1;
    }

    /** {@code {"index":{...}}} and the line's end. */
    void index(JsonGenerator out, ChangeEvent event) throws IOException, InterruptedException, FailedException {
        write(out, INDEX, event);
    }

    /** {@code {"delete":{...}}} and the line's end. */
    void delete(JsonGenerator out, ChangeEvent event) throws IOException, InterruptedException, FailedException {
        write(out, DELETE, event);
    }

    private void write(JsonGenerator out, SerializableString action, ChangeEvent event)
            throws IOException, InterruptedException, FailedException {
        begin(out, action, event);
        if (isVersioned()) {
            out.writeFieldName(VERSION);
            out.writeNumber(version(event));
            out.writeFieldName(VERSION_TYPE);
            out.writeString(EXTERNAL);
        }
        end(out);
    }

    /** An index action that counts only if the document is still as it was when it had these numbers. */
    void indexIf(JsonGenerator out, ChangeEvent event, long sequence, long term)
            throws IOException, InterruptedException, FailedException {
        begin(out, INDEX, event);
        out.writeFieldName(SEQUENCE);
        out.writeNumber(sequence);
        out.writeFieldName(TERM);
        out.writeNumber(term);
        end(out);
    }

    private void begin(JsonGenerator out, SerializableString action, ChangeEvent event)
            throws IOException, InterruptedException, FailedException {
        out.writeStartObject();
        out.writeFieldName(action);
        out.writeStartObject();
        address(out, event);
    }

    private static void end(JsonGenerator out) throws IOException {
        out.writeEndObject();
        out.writeEndObject();
        out.writeRaw('\n');
    }

    /** The fields that say which document is meant, into the object that is being written. */
    void address(JsonGenerator out, ChangeEvent event) throws IOException, InterruptedException, FailedException {
        RowKey key = Objects.requireNonNull(event.key(), "the core hands no event over without a key");
        out.writeFieldName(INDEX_NAME);
        out.writeString(indices.of(event));
        out.writeFieldName(ID);
        out.writeString(ids.of(key));
        if (settings.routingField().isPresent()) {
            out.writeFieldName(ROUTING);
            out.writeString(routing(key.row(), settings.routingField().get()));
        }
    }

    private String routing(Row key, String field) throws FailedException {
        int position = key.shape().position(field);
        if (position < 0) {
            throw FailedException.systemic(
                    "routing-field",
                    "the key " + key.shape() + " has no field '" + field + "', which 'routing.key.field' names");
        }
        return ids.field(key, position);
    }
}
