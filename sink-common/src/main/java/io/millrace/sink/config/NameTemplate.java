/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the name of a destination out of the name of a topic. Placeholders: {@code ${topic}}; {@code ${topic.last}}, what
 * stands behind the topic's last dot; {@code ${1}} to {@code ${9}}, the groups of a pattern that the topic must match.
 * Immutable and thread-safe.
 */
public final class NameTemplate {
    /** For the documentation of keys that take a template. */
    public static final String PLACEHOLDERS =
            "Placeholders: ${topic}; ${topic.last}, what stands behind the topic's last"
                    + " dot; ${1} to ${9}, groups of 'destination.topic.pattern'.";

    /** Refuses templates with unknown placeholders. */
    public static final ConfigDef.Validator VALIDATOR = Definitions.validator("template", (key, value) -> {
        if (value != null) {
            String problem = problem(value.toString());
            if (problem != null) {
                throw new ConfigException(key, value, problem);
            }
        }
    });

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

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
    static @Nullable String problem(String template) {
        if (template.isBlank()) {
            return "must not be blank";
        }
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            String name = placeholders.group(1);
            if (!name.equals("topic") && !name.equals("topic.last") && !name.matches("[1-9]")) {
                return "${" + name + "} is no placeholder. " + PLACEHOLDERS;
            }
        }
        return null;
    }

    /** The highest group that a template asks for; 0 for none. */
    static int highestGroup(String template) {
        int highest = 0;
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            if (placeholders.group(1).matches("[1-9]")) {
                highest = Math.max(highest, Integer.parseInt(placeholders.group(1)));
            }
        }
        return highest;
    }

    /**
     * The name for a topic.
     *
     * @throws ConfigException if the topic does not match the pattern
     */
    public String name(String topic) {
        Matcher groups = topicPattern.matcher(topic);
        if (!groups.matches()) {
            throw new ConfigException("Topic '" + topic + "' does not match 'destination.topic.pattern' ("
                    + topicPattern + "), so it has no destination; change the pattern or give the topic an override");
        }
        StringBuilder name = new StringBuilder();
        Matcher placeholders = PLACEHOLDER.matcher(template);
        while (placeholders.find()) {
            placeholders.appendReplacement(
                    name, Matcher.quoteReplacement(replacement(placeholders.group(1), topic, groups)));
        }
        return placeholders.appendTail(name).toString();
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
