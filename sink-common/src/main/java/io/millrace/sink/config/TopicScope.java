/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings of some topics, for a configuration that has been checked: what their override sets, and what is set in
 * general where it sets nothing. Immutable and thread-safe.
 */
public final class TopicScope {
    private final AbstractConfig config;
    private final String override;
    private final String prefix;

    TopicScope(AbstractConfig config, String override) {
        this.config = config;
        this.override = override;
        this.prefix = override.isEmpty() ? "" : TopicOverrides.prefix(override);
    }

    /** The settings of all topics that no override names. */
    public static TopicScope general(AbstractConfig config) {
        return new TopicScope(config, "");
    }

    /** Name of the override; empty for the general settings. */
    public String override() {
        return override;
    }

    /** The topics of an override. */
    Pattern topics() {
        return Pattern.compile(config.getString(prefix + TopicOverrides.REGEX));
    }

    /** Whether the override itself sets a key. */
    public boolean overrides(String key) {
        return !override.isEmpty() && config.values().get(prefix + key) != null;
    }

    private @Nullable Object value(String key) {
        return overrides(key)
                ? config.values().get(prefix + key)
                : config.values().get(key);
    }

    /** The value of a key that has a default. */
    public String text(String key) {
        return String.valueOf(value(key));
    }

    /** The value of a key that need not be set, or {@code null}. */
    public @Nullable String optionalText(String key) {
        return (String) value(key);
    }

    public boolean flag(String key) {
        return (Boolean) java.util.Objects.requireNonNull(value(key));
    }

    /** The elements of a list; empty if it is not set. */
    public List<String> list(String key) {
        return value(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
