/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Avro schema are read. Made once per schema; stateless. Which of the typed readers may be used depends on
 * the type of {@link #schema}.
 */
public abstract class AvroType {
    private final Schema schema;

    AvroType(Schema schema) {
        this.schema = schema;
    }

    /** The same in Connect's data model. */
    public final Schema schema() {
        return schema;
    }

    /** A value as Connect's data model has it: what an Avro converter would make of it. */
    public abstract @Nullable Object read(AvroInput in) throws IOException, BadBytesException;

    /** Steps over a value. */
    public abstract void skip(AvroInput in) throws IOException, BadBytesException;

    /** Whether the value that follows is NULL, which is read then; always to be asked first. */
    public boolean readNull(AvroInput in) throws IOException, BadBytesException {
        return false;
    }

    /** A boolean that is not NULL. */
    public boolean flag(AvroInput in) throws IOException, BadBytesException {
        throw wrong();
    }

    /** A whole number, or a temporal in the unit of its type, that is not NULL. */
    public long integer(AvroInput in) throws IOException, BadBytesException {
        throw wrong();
    }

    /** A floating-point number that is not NULL. */
    public double floating(AvroInput in) throws IOException, BadBytesException {
        throw wrong();
    }

    /** A text that is not NULL. */
    public String text(AvroInput in) throws IOException, BadBytesException {
        throw wrong();
    }

    /** A decimal that is not NULL. */
    public BigDecimal decimal(AvroInput in) throws IOException, BadBytesException {
        throw wrong();
    }

    /** A value of another kind that is not NULL, as Connect's data model has it. */
    public @Nullable Object value(AvroInput in) throws IOException, BadBytesException {
        return read(in);
    }

    private IllegalStateException wrong() {
        return new IllegalStateException("Avro's " + schema.type() + " is read as something else");
    }
}
