/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.sink.decode.raw.BadBytesException;
import io.millrace.sink.decode.raw.JsonText;
import io.millrace.sink.record.Row;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows in JSON with a schema. Task thread only. */
final class JsonFlat implements FlatValue {
    private final RowPlan plan;
    private final JsonRowReader rows;
    private @Nullable Row row;
    private int bytes;

    /** @param plan keeps aside what {@link FlatValue#TOLD} names */
    JsonFlat(RowPlan plan) throws BadBytesException {
        this.plan = plan;
        this.rows = new JsonRowReader(plan);
    }

    @Override
    public Row open(Incoming record) throws DecodeException {
        try (JsonParser in = JsonText.parser(record.bytes(), record.start(), record.end())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw BadBytesException.of("wrong-type", "the payload is no JSON object");
            }
            Row read = rows.read(in);
            JsonText.requireEnd(in);
            row = read;
            bytes = record.bytes().length + record.end() - record.start();
            return read;
        } catch (IOException e) {
            throw DecodeException.rejected(JsonText.broken(e));
        } catch (BadBytesException e) {
            throw DecodeException.rejected(e);
        }
    }

    @Override
    public @Nullable Object told(int index) {
        return plan.said(index);
    }

    @Override
    public Object image() {
        return Objects.requireNonNull(row, "a record has been opened");
    }

    @Override
    public int bytes() {
        return bytes;
    }
}
