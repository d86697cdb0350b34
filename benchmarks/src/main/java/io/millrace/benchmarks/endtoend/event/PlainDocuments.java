/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Bulk requests of documents with external versions, as our sink sends them. Immutable by agreement.
 *
 * @param bodies of the requests
 */
public record PlainDocuments(List<byte[]> bodies) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Copies the list. */
    public PlainDocuments {
        bodies = List.copyOf(bodies);
    }

    /**
     * All events of a workload.
     *
     * @param workload the events, each of another row
     * @param batch documents in a request
     * @param index that they go to
     * @return requests
     * @throws IOException never, as all is in memory
     */
    public static PlainDocuments of(Workload workload, int batch, String index) throws IOException {
        Schema schema = workload.shape().schema("row", false);
        List<byte[]> bodies = new ArrayList<>();
        for (int first = 0; first < workload.records(); first += batch) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (JsonGenerator out = JSON.createGenerator(body)) {
                out.setRootValueSeparator(null);
                for (int i = first; i < Math.min(first + batch, workload.records()); i++) {
                    document(out, workload.shape().row(schema, workload.id(i), i), i, index);
                }
            }
            bodies.add(body.toByteArray());
        }
        return new PlainDocuments(bodies);
    }

    private static void document(JsonGenerator out, Struct row, int event, String index) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("index");
        out.writeStringField("_index", index);
        out.writeStringField("_id", row.get(RowShape.ID).toString());
        out.writeNumberField("version", event + 1L);
        out.writeStringField("version_type", "external");
        out.writeEndObject();
        out.writeEndObject();
        out.writeRaw('\n');
        out.writeStartObject();
        for (Field field : row.schema().fields()) {
            Object value = row.get(field);
            out.writeFieldName(field.name());
            if (value instanceof Long number) {
                out.writeNumber(number);
            } else if (value instanceof BigDecimal number) {
                out.writeNumber(number);
            } else {
                out.writeString(value.toString());
            }
        }
        out.writeEndObject();
        out.writeRaw('\n');
    }
}
