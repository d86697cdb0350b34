/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.json.JsonRowWriter;
import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowShape;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Any value as JSON. Confined to its lane. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonRowWriter writer = new JsonRowWriter(JSON);

    /** The text of a value that is not null. */
    public String of(Object value, ColumnType type) {
        Row holder = new ArrayRow(new RowShape("", List.of(new Column("v", type, false))), value);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            writer.writeObject(out, holder);
        } catch (IOException e) {
            throw new UncheckedIOException("A string takes everything", e);
        }
        // Without the object that was needed to hold it: {"v":...}
        return text.toString().substring(5, text.getBuffer().length() - 1);
    }
}
