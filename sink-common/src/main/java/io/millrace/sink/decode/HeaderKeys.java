/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ArrayRow;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads keys that are made of headers, whose types are those that the header converter gives them. Task thread only. */
final class HeaderKeys implements KeyReader {
    private final List<String> headers;
    private final List<String> columns;
    private final StructShapes shapes;
    private final @Nullable Schema[] schemas;
    private final ValueReader[] readers;
    private @Nullable RowShape shape;

    /**
     * @param headers names of the headers
     * @param columns names of the key's columns
     */
    HeaderKeys(List<String> headers, List<String> columns, StructShapes shapes) {
        this.headers = headers;
        this.columns = columns;
        this.shapes = shapes;
        this.schemas = new Schema[headers.size()];
        this.readers = new ValueReader[headers.size()];
    }

    @Override
    public RowKey read(Incoming record, @Nullable Row row, boolean delete) throws DecodeException {
        @Nullable Object[] values = new Object[headers.size()];
        RowShape known = shape;
        for (int i = 0; i < values.length; i++) {
            Header header = record.header(headers.get(i));
            if (header == null || header.value() == null) {
                throw DecodeException.rejected(
                        "null-key", "header '" + headers.get(i) + "', which 'key.fields' names, is not there");
            }
            if (known == null || !same(schemas[i], header.schema())) {
                schemas[i] = header.schema();
                readers[i] = header.schema() == null ? ValueReader.BYTES : ConnectTypes.reader(header.schema(), shapes);
                known = null;
            }
            values[i] = readers[i].read(header.value());
        }
        if (known == null) {
            known = shape();
            shape = known;
        }
        return new RowKey(new ArrayRow(known, values));
    }

    private static boolean same(@Nullable Schema known, @Nullable Schema schema) {
        return known == schema || (known != null && known.equals(schema));
    }

    private RowShape shape() {
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < schemas.length; i++) {
            Schema schema = schemas[i];
            ColumnType type = schema == null ? ColumnType.of(Kind.DYNAMIC) : ConnectTypes.type(schema, shapes);
            made.add(new Column(columns.get(i), type, false));
        }
        return new RowShape("headers", made);
    }
}
