/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import io.millrace.benchmarks.endtoend.event.EventBytes.SchemaRegistry;
import io.millrace.benchmarks.endtoend.event.EventBytes.StructBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Avro as it goes with a registry: a zero byte, the schema's number in four bytes, the datum. Confined to one thread.
 */
final class AvroBytes implements StructBytes {
    private static final int MAGIC = 0;

    private final int schemaId;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);

    private AvroBytes(int schemaId) {
        this.schemaId = schemaId;
    }

    static AvroBytes of(Schema schema, SchemaRegistry registry) {
        return new AvroBytes(registry.register(AvroSchemas.of(schema).toString()));
    }

    @Override
    public byte[] of(Struct struct) {
        out.reset();
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        try {
            write(struct);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("An array in memory has refused bytes", impossible);
        }
        return out.toByteArray();
    }

    private void write(Struct struct) throws IOException {
        for (Field field : struct.schema().fields()) {
            Object value = struct.getWithoutDefault(field.name());
            if (field.schema().isOptional()) {
                // The branch of null comes first, but for a field with a default, whose branch must.
                boolean nullFirst = field.schema().defaultValue() == null;
                encoder.writeIndex(value == null == nullFirst ? 0 : 1);
                if (value == null) {
                    encoder.writeNull();
                    continue;
                }
            }
            write(field.schema(), value);
        }
    }

    private void write(Schema schema, Object value) throws IOException {
        switch (schema.type()) {
            case INT64 -> encoder.writeLong((Long) value);
            case FLOAT64 -> encoder.writeDouble((Double) value);
            case STRING -> encoder.writeString((String) value);
            case BYTES ->
                encoder.writeBytes(((BigDecimal) value).unscaledValue().toByteArray());
            case STRUCT -> write((Struct) value);
            default -> throw new IllegalArgumentException("No made-up column has the type " + schema.type());
        }
    }
}
