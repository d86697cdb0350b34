/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Avro in a registry's wire format, shown as JSON. Confined to the main thread. */
final class AvroDecoding {
    /** A zero byte and the number of the schema. */
    private static final int HEADER = 5;

    private static final JsonNodeFactory NODES = Decoding.MAPPER.getNodeFactory();

    private final SchemaRegistry registry;
    private final GenericData data = new GenericData();

    AvroDecoding(SchemaRegistry registry) {
        this.registry = registry;
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    }

    /** Whether bytes may be Avro behind the number of its schema: neither text nor JSON begins with a zero byte. */
    static boolean mayRead(byte @Nullable [] bytes) {
        return bytes != null && bytes.length >= HEADER && bytes[0] == 0;
    }

    JsonNode read(byte[] bytes) {
        if (!mayRead(bytes)) {
            throw DlqException.usage("the bytes are no Avro in a registry's wire format; try --decode raw");
        }
        Schema schema = registry.schema(schemaId(bytes));
        try {
            return node(decode(bytes, schema));
        } catch (IOException | AvroRuntimeException e) {
            throw DlqException.usage(unlike(bytes, e) + "; try --decode raw");
        }
    }

    /**
     * What is wrong with bytes that {@linkplain #mayRead may be read}; {@code null} if nothing is.
     *
     * @throws DlqException if their schema cannot be had
     */
    @Nullable
    String fault(byte[] bytes) {
        Schema schema = registry.schema(schemaId(bytes));
        try {
            decode(bytes, schema);
            return null;
        } catch (IOException | AvroRuntimeException e) {
            return unlike(bytes, e);
        }
    }

    private static int schemaId(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    private static String unlike(byte[] bytes, Exception e) {
        return "the bytes are not what schema " + schemaId(bytes) + " says: " + e.getMessage();
    }

    private @Nullable Object decode(byte[] bytes, Schema schema) throws IOException {
        GenericDatumReader<@Nullable Object> reader = new GenericDatumReader<>(schema, schema, data);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
        Object value = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("there is something behind the value");
        }
        return value;
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof IndexedRecord record) {
            ObjectNode object = NODES.objectNode();
            for (Schema.Field field : record.getSchema().getFields()) {
                object.set(field.name(), node(record.get(field.pos())));
            }
            return object;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, element) -> object.set(String.valueOf(key), node(element)));
            return object;
        }
        if (value instanceof Collection<?> elements) {
            ArrayNode array = NODES.arrayNode();
            elements.forEach(element -> array.add(node(element)));
            return array;
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return NODES.textNode(HexFormat.of().formatHex(copy));
        }
        if (value instanceof GenericData.Fixed fixed) {
            return NODES.textNode(HexFormat.of().formatHex(fixed.bytes()));
        }
        if (value instanceof Number || value instanceof Boolean) {
            return Decoding.MAPPER.valueToTree(value);
        }
        return NODES.textNode(value.toString());
    }
}
