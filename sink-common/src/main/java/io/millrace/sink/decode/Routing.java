/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of one topic go: to one destination, or to several that the records themselves name. Confined to the
 * task thread.
 *
 * <p>A record that names the same destination as the one before it costs a look at its fields; one with a single
 * placeholder costs a look into a map besides.
 */
public final class Routing {
    private static final int MOST = 10_000;

    private final @Nullable Destination fixed;
    private final List<NamePart> parts;
    private final List<NamePart.Field> fields = new ArrayList<>();
    private final String separators;
    private final Destinations destinations;

    private final Map<Object, Destination> bySingle = new HashMap<>();
    private final @Nullable Object[] values;
    private @Nullable Object[] lastValues;
    private @Nullable Destination last;

    /**
     * @param parts the name's parts, at least one
     * @param separators characters that part a name at the target; what a record says must not hold any of them
     */
    public Routing(List<NamePart> parts, String separators, Destinations destinations) {
        this.parts = List.copyOf(parts);
        this.separators = separators;
        this.destinations = destinations;
        StringBuilder text = new StringBuilder();
        for (NamePart part : this.parts) {
            if (part instanceof NamePart.Field field) {
                fields.add(field);
            } else {
                text.append(((NamePart.Text) part).text());
            }
        }
        this.fixed = fields.isEmpty() ? destinations.of(text.toString()) : null;
        this.values = new Object[fields.size()];
        this.lastValues = new Object[fields.size()];
    }

    private Routing(Destination fixed) {
        this.fixed = fixed;
        this.parts = List.of();
        this.separators = "";
        this.destinations = new Destinations("", fixed.folding(), fixed.version());
        this.values = new Object[0];
        this.lastValues = new Object[0];
    }

    /** All events go to one destination. */
    public static Routing to(Destination destination) {
        return new Routing(destination);
    }

    /** Whether names ask for anything in a place. */
    boolean asks(NamePart.Place place) {
        return fields.stream().anyMatch(field -> field.place() == place);
    }

    /**
     * Where a record goes.
     *
     * @param image the row as the record holds it, a struct or a map, or {@code null} if it holds none
     * @throws DecodeException if the record does not say
     */
    Destination of(Incoming record, @Nullable Object image) throws DecodeException {
        if (fixed != null) {
            return fixed;
        }
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
            Object value = value(fields.get(i), record, image);
            same &= value.equals(lastValues[i]);
            values[i] = value;
        }
        Destination known = last;
        if (known != null && same) {
            return known;
        }
        Destination destination = values.length == 1 ? ofSingle(values[0]) : destinations.of(name());
        System.arraycopy(values, 0, lastValues, 0, values.length);
        last = destination;
        return destination;
    }

    private Destination ofSingle(@Nullable Object value) throws DecodeException {
        Destination known = bySingle.get(value);
        if (known == null) {
            known = destinations.of(name());
            if (bySingle.size() >= MOST) {
                bySingle.clear();
            }
            bySingle.put(value, known);
        }
        return known;
    }

    private String name() throws DecodeException {
        StringBuilder name = new StringBuilder();
        int field = 0;
        for (NamePart part : parts) {
            if (part instanceof NamePart.Text text) {
                name.append(text.text());
            } else {
                name.append(checked(fields.get(field), String.valueOf(values[field])));
                field++;
            }
        }
        return name.toString();
    }

    private String checked(NamePart.Field field, String text) throws DecodeException {
        if (text.isBlank()) {
            throw unroutable(field, "is blank");
        }
        for (int i = 0; i < text.length(); i++) {
            char symbol = text.charAt(i);
            if (symbol < ' ' || separators.indexOf(symbol) >= 0) {
                throw unroutable(
                        field,
                        symbol < ' '
                                ? "holds a control character"
                                : "holds '" + symbol + "', which would make it two parts of a name");
            }
        }
        return text;
    }

    private static Object value(NamePart.Field field, Incoming record, @Nullable Object image) throws DecodeException {
        Object value =
                switch (field.place()) {
                    case SOURCE -> in(field, in(field, record.value(), "source", "the record"), "its source block");
                    case VALUE -> in(field, image, "its value");
                    case KEY -> in(field, record.key(), "its key");
                    case HEADER -> {
                        Header header = record.header(field.field());
                        yield header == null ? null : header.value();
                    }
                };
        if (value == null) {
            throw unroutable(field, field.place() == NamePart.Place.HEADER ? "is not there" : "is null");
        }
        if (value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Short
                || value instanceof Byte) {
            return value;
        }
        throw unroutable(field, "is a " + value.getClass().getSimpleName() + " and neither text nor a whole number");
    }

    private static @Nullable Object in(NamePart.Field part, @Nullable Object holder, String where)
            throws DecodeException {
        return in(part, holder, part.field(), where);
    }

    private static @Nullable Object in(NamePart.Field part, @Nullable Object holder, String name, String where)
            throws DecodeException {
        if (holder == null) {
            throw unroutable(part, "is not there: " + where + " is null");
        }
        if (holder instanceof Struct struct) {
            Field field = struct.schema().field(name);
            if (field == null) {
                throw unroutable(part, "is not there: " + where + " has no field '" + name + "'");
            }
            return struct.getWithoutDefault(name);
        }
        if (holder instanceof Map<?, ?> map) {
            return map.get(name);
        }
        throw unroutable(part, "is not there: " + where + " has no fields");
    }

    private static DecodeException unroutable(NamePart.Field field, String problem) {
        return DecodeException.rejected(
                "no-destination", "the name of the record's destination asks for " + field + ", which " + problem);
    }
}
