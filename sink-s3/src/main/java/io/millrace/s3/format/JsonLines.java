/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A JSON object for each event, one a line. Confined to its lane; one generator is used for as long as all goes well. */
final class JsonLines implements RowFormat {
    private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator("");
    private static final RowLayout ANY = new RowLayout() {};
    private static final int GZIP_BUFFER = 8 << 10;
    /** What zlib takes for its window and tables. */
    private static final int DEFLATER_BYTES = 268 << 10;

    private static final SerializableString OP = new SerializedString("op");
    private static final SerializableString KEY = new SerializedString("key");
    private static final SerializableString AFTER = new SerializedString("after");
    private static final SerializableString UNCHANGED = new SerializedString("unchanged");
    private static final SerializableString BEFORE = new SerializedString("before");
    private static final SerializableString TOPIC = new SerializedString("topic");
    private static final SerializableString PARTITION = new SerializedString("partition");
    private static final SerializableString OFFSET = new SerializedString("offset");
    private static final SerializableString TIMESTAMP = new SerializedString("ts_ms");
    private static final SerializableString SOURCE_TIMESTAMP = new SerializedString("source_ts_ms");

    private final boolean gzip;
    private final int level;
    private final JsonRowWriter rows = new JsonRowWriter(JSON);
    private @Nullable JsonGenerator generator;
    private @Nullable WireBuffer target;

    JsonLines(boolean gzip, int level) {
        this.gzip = gzip;
        this.level = level;
    }

    @Override
    public void encode(ChangeEvent event, WireBuffer out) throws IOException {
        JsonGenerator json = generator(out);
        // A generator that has stopped in the middle of an object is of no further use.
        generator = null;
        json.writeStartObject();
        json.writeFieldName(OP);
        json.writeString(Operation.of(event));
        RowKey key = event.key();
        if (key != null) {
            json.writeFieldName(KEY);
            rows.writeObject(json, key.row());
        }
        if (event instanceof Upsert upsert) {
            json.writeFieldName(AFTER);
            rows.writeObject(json, upsert.row());
            writeUnchanged(json, upsert.row());
        } else if (key == null && event instanceof Delete delete && delete.before() != null) {
            json.writeFieldName(BEFORE);
            rows.writeObject(json, delete.before());
        }
        writePlace(json, event);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
        generator = json;
    }

    private JsonGenerator generator(WireBuffer out) throws IOException {
        JsonGenerator current = generator;
        if (current == null || target != out) {
            current = JSON.createGenerator(out);
            target = out;
        }
        return current;
    }

    private static void writeUnchanged(JsonGenerator json, Row row) throws IOException {
        if (!row.isPartial()) {
            return;
        }
        json.writeFieldName(UNCHANGED);
        json.writeStartArray();
        for (int i = 0; i < row.shape().size(); i++) {
            if (row.isAbsent(i)) {
                json.writeString(row.shape().column(i).name());
            }
        }
        json.writeEndArray();
    }

    private static void writePlace(JsonGenerator json, ChangeEvent event) throws IOException {
        Origin origin = event.origin();
        json.writeFieldName(TOPIC);
        json.writeString(origin.source().topic());
        json.writeFieldName(PARTITION);
        json.writeNumber(origin.source().partition());
        json.writeFieldName(OFFSET);
        json.writeNumber(origin.offset());
        writeTime(json, TIMESTAMP, origin.timestamp());
        writeTime(json, SOURCE_TIMESTAMP, event.sourceTimestamp());
    }

    private static void writeTime(JsonGenerator json, SerializableString name, long millis) throws IOException {
        if (millis != Origin.NO_TIMESTAMP) {
            json.writeFieldName(name);
            json.writeNumber(millis);
        }
    }

    /** Every line says itself what it holds. */
    @Override
    public RowLayout layout(ChangeEvent event, @Nullable RowLayout current) {
        return ANY;
    }

    @Override
    public ObjectAppender begin(RowLayout layout, String place, OutputStream out) throws IOException {
        return new LineAppender(gzip ? new LevelledGzip(out, level) : out);
    }

    @Override
    public int bytesPerObject() {
        return gzip ? DEFLATER_BYTES + GZIP_BUFFER : 0;
    }

    @Override
    public String extension() {
        return gzip ? ".jsonl.gz" : ".jsonl";
    }

    @Override
    public String contentType() {
        return gzip ? "application/gzip" : "application/x-ndjson";
    }

    private record LineAppender(OutputStream out) implements ObjectAppender {
        @Override
        public void append(byte[] bytes, int start, int length) throws IOException {
            out.write(bytes, start, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(OutputStream out, int level) throws IOException {
            super(out, GZIP_BUFFER);
            def.setLevel(level);
        }
    }
}
