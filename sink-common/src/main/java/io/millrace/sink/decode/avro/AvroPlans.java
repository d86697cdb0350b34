/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode.avro;

import io.millrace.sink.decode.raw.BadBytesException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans of Avro's schemas. What they mean to Connect is agreed upon among Avro converters: {@code connect.name},
 * {@code connect.version} and {@code connect.parameters} are properties of the Avro schema, a union with null is an optional
 * value, an enumeration is text, another union is a struct. Defaults are left out: NULL is never replaced. Confined to one
 * thread; made for one schema.
 */
public final class AvroPlans {
    private static final String NAMESPACE = "io.confluent.connect.avro";
    private static final String UNION = NAMESPACE + ".Union";
    private static final String ENUM = NAMESPACE + ".Enum";
    private static final String UNNAMED = NAMESPACE + ".ConnectDefault";
    private static final String MAP_ENTRY = "MapEntry";
    /** What a converter writes if a decimal's precision is not known. */
    private static final int UNKNOWN_PRECISION = 64;

    private final Set<String> open = new HashSet<>();

    private AvroPlans() {}

    /**
     * The plan for a schema.
     *
     * @param text as a registry has it
     * @throws BadBytesException if it is no Avro schema, or one that Connect's data model has no form for
     */
    public static AvroType of(String text) throws BadBytesException {
        try {
            return new AvroPlans().plan(new Schema.Parser().parse(text), false);
        } catch (SchemaParseException e) {
            throw bad("it is no Avro schema");
        }
    }

    private static BadBytesException bad(String problem) {
        return BadBytesException.of("bad-schema", problem);
    }

    private AvroType plan(Schema avro, boolean optional) throws BadBytesException {
        return switch (avro.getType()) {
            case BOOLEAN -> new AvroNumbers.Flag(end(avro, SchemaBuilder.bool(), optional));
            case INT -> new AvroNumbers.Int32(end(avro, int32(avro), optional));
            case LONG -> new AvroNumbers.Int64(end(avro, int64(avro), optional));
            case FLOAT -> new AvroNumbers.Float32(end(avro, SchemaBuilder.float32(), optional));
            case DOUBLE -> new AvroNumbers.Float64(end(avro, SchemaBuilder.float64(), optional));
            case STRING -> new AvroTexts.Text(end(avro, SchemaBuilder.string(), optional));
            case ENUM -> new AvroTexts.Symbol(end(avro, symbols(avro), optional), avro.getEnumSymbols());
            case BYTES -> bytes(avro, -1, optional);
            case FIXED -> bytes(avro, avro.getFixedSize(), optional);
            case ARRAY -> array(avro, optional);
            case MAP -> map(avro, optional);
            case RECORD -> record(avro, optional);
            case UNION -> union(avro);
            case NULL -> throw bad("the Avro schema has a null outside of a union, for which Connect has no type");
        };
    }

    private static SchemaBuilder int32(Schema avro) throws BadBytesException {
        String logical = avro.getProp("logicalType");
        if (logical != null) {
            return switch (logical.toLowerCase(Locale.ROOT)) {
                case "date" -> Date.builder();
                case "time-millis" -> Time.builder();
                default -> SchemaBuilder.int32();
            };
        }
        String type = avro.getProp("connect.type");
        if (type == null) {
            return SchemaBuilder.int32();
        }
        return switch (type) {
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            default -> throw bad("the Avro schema has an int whose 'connect.type' is neither 'int8' nor 'int16'");
        };
    }

    private static SchemaBuilder int64(Schema avro) {
        return "timestamp-millis".equalsIgnoreCase(avro.getProp("logicalType"))
                ? Timestamp.builder()
                : SchemaBuilder.int64();
    }

    private static SchemaBuilder symbols(Schema avro) {
        SchemaBuilder builder = SchemaBuilder.string().parameter(ENUM, avro.getFullName());
        avro.getEnumSymbols().forEach(symbol -> builder.parameter(ENUM + "." + symbol, symbol));
        return builder;
    }

    private static AvroType bytes(Schema avro, int fixed, boolean optional) throws BadBytesException {
        boolean decimal = "decimal".equalsIgnoreCase(avro.getProp("logicalType"));
        int scale = avro.getObjectProp("scale") instanceof Number number ? number.intValue() : 0;
        SchemaBuilder builder = decimal ? Decimal.builder(scale) : SchemaBuilder.bytes();
        if (decimal
                && avro.getObjectProp("precision") instanceof Number precision
                && precision.intValue() != UNKNOWN_PRECISION) {
            builder.parameter("connect.decimal.precision", precision.toString());
        }
        if (fixed >= 0) {
            builder.parameter("connect.fixed.size", Integer.toString(fixed));
        }
        org.apache.kafka.connect.data.Schema schema = end(avro, builder, optional);
        if (decimal) {
            return new AvroTexts.DecimalBytes(schema, fixed, scale);
        }
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            throw bad("the Avro schema has Connect's decimal without the logical type 'decimal'");
        }
        return new AvroTexts.Bytes(schema, fixed);
    }

    private AvroType array(Schema avro, boolean optional) throws BadBytesException {
        Schema element = avro.getElementType();
        if (!isMapEntry(element)) {
            AvroType plan = plan(element, false);
            return new AvroContainers.Array(end(avro, SchemaBuilder.array(plan.schema()), optional), plan);
        }
        if (element.getFields().size() != 2 || element.getField("key") == null || element.getField("value") == null) {
            throw bad("the Avro schema has a map's entry without 'key' and 'value'");
        }
        AvroType key = plan(element.getField("key").schema(), false);
        AvroType value = plan(element.getField("value").schema(), false);
        return new AvroContainers.Entries(
                end(avro, SchemaBuilder.map(key.schema(), value.schema()), optional),
                key,
                value,
                element.getField("value").pos() == 0);
    }

    private static boolean isMapEntry(Schema element) {
        return element.getType() == Schema.Type.RECORD
                && ((NAMESPACE.equals(element.getNamespace()) && MAP_ENTRY.equals(element.getName()))
                        || MAP_ENTRY.equals(element.getProp("connect.internal.type")));
    }

    private AvroType map(Schema avro, boolean optional) throws BadBytesException {
        AvroType value = plan(avro.getValueType(), false);
        AvroType key = new AvroTexts.Text(org.apache.kafka.connect.data.Schema.STRING_SCHEMA);
        return new AvroContainers.Entries(
                end(avro, SchemaBuilder.map(key.schema(), value.schema()), optional), key, value, false);
    }

    private AvroType record(Schema avro, boolean optional) throws BadBytesException {
        if (!open.add(avro.getFullName())) {
            throw bad("the Avro record '" + avro.getFullName() + "' holds itself, for which no target has a column");
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        List<AvroType> types = new ArrayList<>();
        for (Schema.Field field : avro.getFields()) {
            AvroType type = plan(field.schema(), false);
            types.add(type);
            builder.field(field.name(), type.schema());
        }
        open.remove(avro.getFullName());
        return new AvroRecord(end(avro, builder, optional), types);
    }

    private AvroType union(Schema avro) throws BadBytesException {
        List<Schema> members = avro.getTypes();
        if (members.size() == 2 && avro.isNullable()) {
            int empty = members.get(0).getType() == Schema.Type.NULL ? 0 : 1;
            return new AvroOptional(empty, plan(members.get(1 - empty), true));
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(UNION);
        @Nullable AvroType[] branches = new AvroType[members.size()];
        int[] fields = new int[branches.length];
        int count = 0;
        for (int i = 0; i < branches.length; i++) {
            Schema member = members.get(i);
            if (member.getType() == Schema.Type.NULL) {
                builder.optional();
                continue;
            }
            AvroType branch = plan(member, true);
            if (builder.field(member.getName()) != null) {
                throw bad("the Avro schema has a union with two members of the name '" + member.getName() + "'");
            }
            builder.field(member.getName(), branch.schema());
            branches[i] = branch;
            fields[i] = count++;
        }
        return new AvroContainers.Union(builder.build(), branches, fields);
    }

    /** Gives a schema what its properties say. */
    private static org.apache.kafka.connect.data.Schema end(Schema avro, SchemaBuilder builder, boolean optional)
            throws BadBytesException {
        if (avro.getObjectProp("connect.version") instanceof Number version && builder.version() == null) {
            builder.version(version.intValue());
        }
        if (avro.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters) {
            for (Map.Entry<?, ?> parameter : parameters.entrySet()) {
                addParameter(builder, String.valueOf(parameter.getKey()), String.valueOf(parameter.getValue()));
            }
        }
        String name = avro.getProp("connect.name");
        if (name == null && builder.name() == null && isNamed(avro)) {
            name = avro.getFullName();
        }
        if (name != null && !name.equals(UNNAMED)) {
            if (builder.name() != null && !builder.name().equals(name)) {
                throw bad("the Avro schema says in 'connect.name' and by its logical type two different things");
            }
            if (builder.name() == null) {
                builder.name(name);
            }
        }
        return optional ? builder.optional().build() : builder.build();
    }

    private static boolean isNamed(Schema avro) {
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private static void addParameter(SchemaBuilder builder, String key, String value) {
        if (builder.parameters() == null || !builder.parameters().containsKey(key)) {
            builder.parameter(key, value);
        }
    }
}
