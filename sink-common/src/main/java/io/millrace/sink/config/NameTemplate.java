/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.decode.NamePart;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the name of a destination out of the name of a topic and of what its records say. Placeholders: {@code ${topic}};
 * {@code ${topic.last}}, what stands behind the topic's last dot; {@code ${1}} to {@code ${9}}, the groups of a pattern
 * that the topic must match; {@code ${source.x}}, {@code ${value.x}}, {@code ${key.x}} and {@code ${header.x}}, what each
 * record says there. Immutable and thread-safe.
 */
public final class NameTemplate {
    /** For the documentation of keys that take a template. */
    public static final String PLACEHOLDERS =
            "Placeholders: ${topic}; ${topic.last}, what stands behind the topic's last"
                    + " dot; ${1} to ${9}, groups of 'destination.topic.pattern', or of the 'regex' of the topic override"
                    + " that sets the template.";

    /** For the documentation of keys that take a template which may name fields of records as well. */
    public static final String RECORD_PLACEHOLDERS = PLACEHOLDERS
            + " And what each record says: ${source.x}, field x of a change event's source"
            + " block, ${value.x}, ${key.x} and ${header.x}. A record that does not say is at fault.";

    /** Refuses templates with other placeholders than those of topics. */
    public static final ConfigDef.Validator VALIDATOR = validator(false);

    /** Refuses templates with unknown placeholders. */
    public static final ConfigDef.Validator RECORD_VALIDATOR = validator(true);

    private static ConfigDef.Validator validator(boolean ofRecords) {
        return Definitions.validator("template", (key, value) -> {
            if (value != null) {
                String problem = problem(value.toString(), ofRecords);
                if (problem != null) {
                    throw new ConfigException(key, value, problem);
                }
            }
        });
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern GROUP = Pattern.compile("[1-9]");

    private final String template;
    private final Pattern topicPattern;

    /**
     * @param template text with placeholders
     * @param topicPattern what topics must match, as a whole
     */
    public NameTemplate(String template, Pattern topicPattern) {
        this.template = template;
        this.topicPattern = topicPattern;
    }

    /** What is wrong with a template, or {@code null}. */
    static @Nullable String problem(String template, boolean ofRecords) {
        if (template.isBlank()) {
            return "must not be blank";
        }
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            String name = placeholders.group(1);
            boolean ofTopic = name.equals("topic")
                    || name.equals("topic.last")
                    || GROUP.matcher(name).matches();
            if (!ofTopic && !(ofRecords && field(name) != null)) {
                return "${" + name + "} is no placeholder. " + (ofRecords ? RECORD_PLACEHOLDERS : PLACEHOLDERS);
            }
        }
        return null;
    }

    private static NamePart.@Nullable Field field(String placeholder) {
        for (NamePart.Place place : NamePart.Place.values()) {
            if (placeholder.startsWith(place.prefix())
                    && placeholder.length() > place.prefix().length()) {
                return new NamePart.Field(
                        place, placeholder.substring(place.prefix().length()));
            }
        }
        return null;
    }

    /** The highest group that a template asks for; 0 for none. */
    static int highestGroup(String template) {
        int highest = 0;
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            if (GROUP.matcher(placeholders.group(1)).matches()) {
                highest = Math.max(highest, Integer.parseInt(placeholders.group(1)));
            }
        }
        return highest;
    }

    /**
     * The parts of the name for a topic's records; a single one if all of them have the same.
     *
     * @throws ConfigException if the topic does not match the pattern
     */
    public List<NamePart> parts(String topic) {
        Matcher groups = topicPattern.matcher(topic);
        if (!groups.matches()) {
            throw new ConfigException("Topic '" + topic + "' does not match 'destination.topic.pattern' ("
                    + topicPattern + "), so it has no destination; change the pattern or give the topic an override");
        }
        List<NamePart> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(template);
        int from = 0;
        while (placeholders.find()) {
            text.append(template, from, placeholders.start());
            from = placeholders.end();
            NamePart.Field field = field(placeholders.group(1));
            if (field == null) {
                text.append(replacement(placeholders.group(1), topic, groups));
            } else {
                addText(parts, text);
                parts.add(field);
            }
        }
        text.append(template, from, template.length());
        addText(parts, text);
        return parts;
    }

    /**
     * The name of the destination of a topic, or {@code null} if its records say where they go.
     *
     * @throws ConfigException if the topic does not match the pattern
     */
    public @Nullable String fixedName(String topic) {
        List<NamePart> parts = parts(topic);
        return parts.size() == 1 && parts.get(0) instanceof NamePart.Text text ? text.text() : null;
    }

    private static void addText(List<NamePart> parts, StringBuilder text) {
        if (text.length() > 0) {
            parts.add(new NamePart.Text(text.toString()));
            text.setLength(0);
        }
    }

    private static String replacement(String placeholder, String topic, Matcher groups) {
        return switch (placeholder) {
            case "topic" -> topic;
            case "topic.last" -> topic.substring(topic.lastIndexOf('.') + 1);
            default -> {
                String group = groups.group(Integer.parseInt(placeholder));
                yield group == null ? "" : group;
            }
        };
    }
}
