/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.WireBuffer;

/** Writes an event as the lines of a bulk body: what to do, and the document if there is one. Confined to its lane. */
final class BulkEncoder implements RecordEncoder {
    private final ActionLines actions;
    private final Indices indices;
    private final JsonLines lines = new JsonLines();
    private final JsonRowWriter rows = new JsonRowWriter(JsonLines.JSON);

    BulkEncoder(ActionLines actions, Indices indices) {
        this.actions = actions;
        this.indices = indices;
    }

    @Override
    public void encode(ChangeEvent event, WireBuffer out) throws Exception {
        if (event instanceof Truncate) {
            throw new IllegalStateException("A truncate from " + event.origin() + ", which the configuration refuses");
        }
        JsonGenerator json = lines.into(out);
        try {
            if (event instanceof Upsert upsert) {
                actions.index(json, event);
                rows.writeObject(json, upsert.row());
                json.writeRaw('\n');
            } else {
                actions.delete(json, event);
            }
            json.flush();
        } catch (Exception e) {
            lines.spoilt();
            throw e;
        }
    }

    @Override
    public void invalidate() {
        indices.forget();
    }
}
