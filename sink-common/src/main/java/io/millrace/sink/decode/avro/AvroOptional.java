/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A union of null and one other type: a value that may be NULL. Stateless. */
final class AvroOptional extends AvroType {
    private final int empty;
    private final AvroType member;

    /** @param empty place of null in the union */
    AvroOptional(int empty, AvroType member) {
        super(member.schema());
        this.empty = empty;
        this.member = member;
    }

    @Override
    public boolean readNull(AvroInput in) throws IOException, BadBytesException {
        return in.index(2) == empty;
    }

    @Override
    public @Nullable Object read(AvroInput in) throws IOException, BadBytesException {
        return readNull(in) ? null : member.read(in);
    }

    @Override
    public void skip(AvroInput in) throws IOException, BadBytesException {
        if (!readNull(in)) {
            member.skip(in);
        }
    }

    @Override
    public boolean flag(AvroInput in) throws IOException, BadBytesException {
        return member.flag(in);
    }

    @Override
    public long integer(AvroInput in) throws IOException, BadBytesException {
        return member.integer(in);
    }

    @Override
    public double floating(AvroInput in) throws IOException, BadBytesException {
        return member.floating(in);
    }

    @Override
    public String text(AvroInput in) throws IOException, BadBytesException {
        return member.text(in);
    }

    @Override
    public BigDecimal decimal(AvroInput in) throws IOException, BadBytesException {
        return member.decimal(in);
    }

    @Override
    public @Nullable Object value(AvroInput in) throws IOException, BadBytesException {
        return member.read(in);
    }

    /** The other type. */
    AvroType member() {
        return member;
    }
}
