/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Defines the keys of one group, in the order in which they are added. Confined to one thread. */
public final class Definitions {
    private final ConfigDef definition;
    private final String group;
    private int order;

    /** @param group heading under which the keys are shown */
    public Definitions(ConfigDef definition, String group) {
        this.definition = definition;
        this.group = group;
    }

    /**
     * Adds a key.
     *
     * @param byDefault value if it is not set; {@link ConfigDef#NO_DEFAULT_VALUE} if it must be set
     * @param validator checks single values, or {@code null} for any
     * @param display short name for user interfaces
     * @param doc what it does, in sentences; the unit if it has one
     */
    public Definitions add(
            String key,
            Type type,
            @Nullable Object byDefault,
            @Nullable Validator validator,
            Importance importance,
            String display,
            String doc) {
        definition.define(key, type, byDefault, validator, importance, doc, group, ++order, Width.MEDIUM, display);
        return this;
    }

    /**
     * A validator for keys that take one of an enum's names, in lower case.
     *
     * @param without constants that are not allowed
     */
    public static Validator oneOf(Class<? extends Enum<?>> values, Enum<?>... without) {
        List<String> names = new ArrayList<>(names(values));
        Arrays.stream(without).map(Definitions::name).forEach(names::remove);
        return validator(names.toString(), (key, value) -> {
            if (value != null && !names.contains(value.toString())) {
                throw new ConfigException(key, value, "must be one of " + names);
            }
        });
    }

    /** A validator for lists each of whose elements is one of an enum's names, in lower case, at most once. */
    public static Validator listOf(Class<? extends Enum<?>> values) {
        List<String> names = names(values);
        return validator("list of " + names, (key, value) -> {
            List<?> elements = value == null ? List.of() : (List<?>) value;
            for (Object element : elements) {
                if (!names.contains(String.valueOf(element))) {
                    throw new ConfigException(key, value, "'" + element + "' is not one of " + names);
                }
            }
            if (elements.stream().distinct().count() < elements.size()) {
                throw new ConfigException(key, value, "names something twice");
            }
        });
    }

    /** A validator for keys that must not be blank when they are set. */
    public static Validator notBlank() {
        return validator("not blank", (key, value) -> {
            if (value != null && value.toString().isBlank()) {
                throw new ConfigException(key, value, "must not be blank");
            }
        });
    }

    /** A validator that says in the documentation what it allows. */
    public static Validator validator(String description, Validator check) {
        return new Validator() {
            @Override
            public void ensureValid(String name, @Nullable Object value) {
                check.ensureValid(name, value);
            }

            @Override
            public String toString() {
                return description;
            }
        };
    }

    /** The name of an enum's constant as it is written in configurations. */
    public static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The constant of a name in a configuration; the name has been validated. */
    public static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    private static List<String> names(Class<? extends Enum<?>> values) {
        return Arrays.stream(values.getEnumConstants()).map(Definitions::name).toList();
    }
}
