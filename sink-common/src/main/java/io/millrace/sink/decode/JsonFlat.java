/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonText;
import io.millrace.sink.record.Row;
import java.io.IOException;

/** Rows in JSON with a schema. Task thread only. */
final class JsonFlat extends BytesFlat {
    private final JsonRowReader rows;

    /** @param plan keeps aside what {@link FlatValue#TOLD} names */
    JsonFlat(RowPlan plan) throws BadBytesException {
        super(plan);
        this.rows = new JsonRowReader(plan);
    }

    @Override
    Row read(Incoming record) throws IOException, BadBytesException {
        try (JsonParser in = JsonText.parser(record.bytes(), record.start(), record.end())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw BadBytesException.of("wrong-type", "the payload is no JSON object");
            }
            Row read = rows.read(in);
            JsonText.requireEnd(in);
            return read;
        }
    }

    @Override
    BadBytesException broken(IOException problem) {
        return JsonText.broken(problem);
    }
}
