/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the mapping of an index of the columns of its first event, such that it takes every value that these columns can
 * have: what Elasticsearch would guess of the first values, it would hold against later ones. Stateless.
 */
final class IndexMapping {
    /** Longer text is not in the field's index of whole values; a term may have 32,766 bytes. */
    private static final int LONGEST_TERM = 8_191;

    private static final int LONGEST_WHOLE_TEXT = 256;

    /** Marks an index whose fields are still to be mapped. */
    static final String BARE = "millrace_bare";

    private IndexMapping() {}

    /** Writes the body of a request that creates an index. */
    static void writeIndex(JsonGenerator out, @Nullable RowShape columns) throws IOException {
        out.writeStartObject();
        out.writeFieldName("mappings");
        writeMapping(out, columns);
        out.writeEndObject();
    }

    /** Writes a mapping; without columns it has no fields, and the mark that says so. */
    static void writeMapping(JsonGenerator out, @Nullable RowShape columns) throws IOException {
        out.writeStartObject();
        // Text that happens to look like a date would make every other text of its field an error.
        out.writeBooleanField("date_detection", false);
        out.writeObjectFieldStart("_meta");
        if (columns == null) {
            out.writeBooleanField(BARE, true);
        }
        out.writeEndObject();
        if (columns != null) {
            properties(out, columns);
        }
        out.writeEndObject();
    }

    private static void properties(JsonGenerator out, RowShape shape) throws IOException {
        out.writeObjectFieldStart("properties");
        for (Column column : shape.columns()) {
            ColumnType type = elementOf(column.type());
            if (type.kind() != Kind.DYNAMIC) {
                out.writeObjectFieldStart(column.name());
                field(out, type);
                out.writeEndObject();
            }
        }
        out.writeEndObject();
    }

    /** To Elasticsearch, every field may have several values. */
    private static ColumnType elementOf(ColumnType type) {
        ColumnType element = type;
        while (element.kind() == Kind.ARRAY) {
            element = Objects.requireNonNull(element.element(), "arrays have elements");
        }
        return element;
    }

    private static void field(JsonGenerator out, ColumnType type) throws IOException {
        switch (type.kind()) {
            case BOOLEAN -> out.writeStringField("type", "boolean");
            // One type for all: integers that grow wider at the source still fit.
            case INT8, INT16, INT32, INT64, YEAR, DURATION -> out.writeStringField("type", "long");
            case FLOAT32, FLOAT64, DECIMAL -> lenient(out, "double");
            case DATE, TIMESTAMP, ZONED_TIMESTAMP, ISO_DATE, ISO_TIMESTAMP -> lenient(out, "date");
            case BYTES -> out.writeStringField("type", "binary");
            case UUID, ENUM, BITS, TIME, ZONED_TIME, ISO_TIME, INTERVAL -> keyword(out, LONGEST_TERM);
            case STRING, XML, LTREE, TSVECTOR, ENUM_SET -> text(out);
            case JSON, MAP -> stored(out);
            case STRUCT -> properties(out, Objects.requireNonNull(type.fields(), "structs have fields"));
            case ARRAY, DYNAMIC -> throw new IllegalStateException("No field is a " + type.kind());
        }
    }

    /** Infinity and the like stay in the document and out of the field's index. */
    private static void lenient(JsonGenerator out, String type) throws IOException {
        out.writeStringField("type", type);
        out.writeBooleanField("ignore_malformed", true);
    }

    private static void keyword(JsonGenerator out, int longest) throws IOException {
        out.writeStringField("type", "keyword");
        out.writeNumberField("ignore_above", longest);
    }

    private static void text(JsonGenerator out) throws IOException {
        out.writeStringField("type", "text");
        out.writeObjectFieldStart("fields");
        out.writeObjectFieldStart("keyword");
        keyword(out, LONGEST_WHOLE_TEXT);
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Any JSON: in the document, and in no index. */
    private static void stored(JsonGenerator out) throws IOException {
        out.writeStringField("type", "object");
        out.writeBooleanField("enabled", false);
    }
}
