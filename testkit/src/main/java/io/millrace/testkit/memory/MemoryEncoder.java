/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.WireBuffer;
import java.io.IOException;

/** Writes an event as one line of JSON. Confined to its lane. */
final class MemoryEncoder implements RecordEncoder {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonRowWriter rows = new JsonRowWriter(JSON);

    @Override
    public void encode(ChangeEvent event, WireBuffer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("op", operation(event));
            json.writeStringField("table", event.destination().name());
            json.writeNumberField("offset", event.origin().offset());
            json.writeStringField(
                    "partition", event.origin().source().topicPartition().toString());
            RowKey key = event.key();
            if (key != null) {
                json.writeFieldName("key");
                rows.writeObject(json, key.row());
            }
            if (event instanceof Upsert upsert) {
                json.writeFieldName("row");
                rows.writeObject(json, upsert.row());
            }
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static String operation(ChangeEvent event) {
        if (event instanceof Upsert upsert) {
            return upsert.row().isPartial() ? "update" : "upsert";
        }
        return event instanceof Truncate ? "truncate" : "delete";
    }
}
