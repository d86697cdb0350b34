/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it was posted, parts of which may be wrong: what checks look at. Immutable and thread-safe.
 *
 * <p>A key whose value was refused already has none here, so that a check says nothing about it.
 */
public final class ConfigView {
    private final Map<String, @Nullable Object> parsed;
    private final Map<String, String> posted;
    private final @Nullable String prefix;

    /**
     * @param parsed values of the keys that are defined; {@code null} for those that were refused
     * @param posted everything, as text
     */
    public ConfigView(Map<String, @Nullable Object> parsed, Map<String, String> posted) {
        this(parsed, posted, null);
    }

    private ConfigView(Map<String, @Nullable Object> parsed, Map<String, String> posted, @Nullable String prefix) {
        this.parsed = parsed;
        this.posted = posted;
        this.prefix = prefix;
    }

    /** The configuration as it is for the topics of an override. */
    ConfigView scope(String overridePrefix, Set<String> keys) {
        Map<String, @Nullable Object> scoped = new HashMap<>(parsed);
        for (String key : keys) {
            if (posted.containsKey(overridePrefix + key)) {
                scoped.put(key, parsed.get(overridePrefix + key));
            }
        }
        scoped.put(TopicOverrides.REGEX, parsed.get(overridePrefix + TopicOverrides.REGEX));
        return new ConfigView(scoped, posted, overridePrefix);
    }

    /** Whether this is what a topic override makes of the configuration, and it sets a key itself. */
    public boolean overrides(String key) {
        return prefix != null && posted.containsKey(prefix + key);
    }

    /** The text of any key, defined by us or by Kafka Connect, or {@code null} if it was not posted. */
    public @Nullable String posted(String key) {
        return posted.get(key);
    }

    /** All that was posted. */
    public Map<String, String> posted() {
        return posted;
    }

    public @Nullable String text(String key) {
        return parsed.get(key) instanceof String text ? text : null;
    }

    public @Nullable Boolean flag(String key) {
        return parsed.get(key) instanceof Boolean flag ? flag : null;
    }

    public @Nullable Number number(String key) {
        return parsed.get(key) instanceof Number number ? number : null;
    }

    /** The elements of a list; empty if it was refused. */
    public List<String> list(String key) {
        return parsed.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
