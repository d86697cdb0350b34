/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Avro's records. Stateless. */
public final class AvroRecord extends AvroType {
    private final AvroType[] types;
    private final Field[] fields;

    AvroRecord(Schema schema, List<AvroType> types) {
        super(schema);
        this.types = types.toArray(AvroType[]::new);
        this.fields = schema.fields().toArray(Field[]::new);
    }

    /** How many fields there are, in the same order as in {@link #schema}. */
    public int size() {
        return types.length;
    }

    public String name(int field) {
        return fields[field].name();
    }

    public AvroType type(int field) {
        return types[field];
    }

    /** The records that a field holds, which may be NULL; {@code null} if it holds none. */
    public @org.jspecify.annotations.Nullable AvroRecord record(int field) {
        AvroType type = types[field] instanceof AvroOptional optional ? optional.member() : types[field];
        return type instanceof AvroRecord nested ? nested : null;
    }

    @Override
    public Object read(AvroInput in) throws IOException, BadBytesException {
        Struct struct = new Struct(schema());
        for (int i = 0; i < types.length; i++) {
            try {
                struct.put(fields[i], types[i].read(in));
            } catch (BadBytesException e) {
                throw e.in(fields[i].name());
            }
        }
        return struct;
    }

    @Override
    public void skip(AvroInput in) throws IOException, BadBytesException {
        for (AvroType type : types) {
            type.skip(in);
        }
    }
}
