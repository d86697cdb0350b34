/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The schema of an object: a change, whose key and row have schemas of their own. Immutable; compared by identity.
 *
 * <p>The bytes of a row depend on its own key's and row's schema alone. So a row without one of them, such as a delete,
 * goes with any layout.
 */
final class AvroLayout implements RowLayout {
    private static final String NAMESPACE = "millrace";
    static final String KEY = NAMESPACE + ".Key";
    static final String ROW = NAMESPACE + ".Row";

    private final AvroRecord key;
    private final AvroRecord row;
    private final Schema schema;

    AvroLayout(AvroRecord key, AvroRecord row) {
        this.key = key;
        this.row = row;
        this.schema = schema(key.schema(), row.schema());
    }

    private static Schema schema(Schema key, Schema row) {
        Schema text = Schema.create(Schema.Type.STRING);
        Schema moment = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field("op", text, "c, u, r (snapshot), d or t (truncate)"));
        fields.add(optional("key", key, "what identifies the row"));
        fields.add(optional("after", row, "the row as it is now; null for d and t"));
        fields.add(new Schema.Field(
                "unchanged",
                Schema.createArray(text),
                "columns of the row that were not sent, since they have not changed"));
        fields.add(optional("before", row, "the row that was deleted, if it has no key"));
        fields.add(new Schema.Field("topic", text));
        fields.add(new Schema.Field("partition", Schema.create(Schema.Type.INT)));
        fields.add(new Schema.Field("offset", Schema.create(Schema.Type.LONG)));
        fields.add(optional("ts_ms", moment, "timestamp of the record"));
        fields.add(optional("source_ts_ms", moment, "when the source committed"));
        return Schema.createRecord("Change", null, NAMESPACE, false, fields);
    }

    private static Schema.Field optional(String name, Schema schema, String doc) {
        return new Schema.Field(name, AvroRecord.orNull(schema), doc, Schema.Field.NULL_DEFAULT_VALUE);
    }

    AvroRecord key() {
        return key;
    }

    AvroRecord row() {
        return row;
    }

    Schema schema() {
        return schema;
    }
}
