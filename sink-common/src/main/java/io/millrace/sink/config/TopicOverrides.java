/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings that differ from topic to topic: {@code topic.override.<name>.} followed by any key that a fragment declares
 * to be {@linkplain ConfigFragment#perTopic per topic}. Stateless and thread-safe.
 */
public final class TopicOverrides implements ConfigFragment {
    static final String NAMES = "topic.overrides";
    static final String PREFIX = "topic.override.";
    static final String REGEX = "regex";

    private final List<ConfigFragment> fragments;

    /** @param fragments all others, in the order in which their keys are shown */
    public TopicOverrides(List<ConfigFragment> fragments) {
        this.fragments = List.copyOf(fragments);
    }

    /** Refuses what is no regular expression. */
    static final ConfigDef.Validator PATTERN = Definitions.validator("regular expression", (key, value) -> {
        if (value != null) {
            try {
                Pattern.compile(value.toString());
            } catch (PatternSyntaxException e) {
                throw new ConfigException(key, value, "is no regular expression: " + e.getDescription());
            }
        }
    });

    static String prefix(String override) {
        return PREFIX + override + ".";
    }

    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        fragments.forEach(fragment -> keys.addAll(fragment.perTopic()));
        return keys;
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Topic overrides")
                .add(
                        NAMES,
                        Type.LIST,
                        List.of(),
                        null,
                        Importance.MEDIUM,
                        "Topic overrides",
                        "Names of overrides for certain topics; the first whose 'topic.override.<name>.regex' matches a"
                                + " topic's whole name counts. Each may set 'topic.override.<name>.' followed by "
                                + String.join(
                                        ", ",
                                        keys().stream()
                                                .map(key -> "'" + key + "'")
                                                .toList())
                                + "; what it does not set is as it is for all topics.");
    }

    /** Adds the keys of the overrides that a configuration names. All other fragments have added theirs. */
    public void defineOverrides(ConfigDef definition, Map<String, String> posted) {
        for (String name : names(posted)) {
            String prefix = prefix(name);
            String group = "Topic override '" + name + "'";
            if (definition.names().contains(prefix + REGEX)) {
                continue;
            }
            new Definitions(definition, group)
                    .add(
                            prefix + REGEX,
                            Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            PATTERN,
                            Importance.MEDIUM,
                            "Topics",
                            "Which topics: a regular expression that must match the whole name.");
            int order = 1;
            for (String key : keys()) {
                ConfigKey general = definition.configKeys().get(key);
                if (general == null) {
                    throw new IllegalStateException("'" + key + "' is said to be per topic and is not defined");
                }
                definition.define(
                        prefix + key,
                        general.type,
                        null,
                        general.validator == null ? null : ifSet(general.validator),
                        general.importance,
                        "As '" + key + "', for these topics.",
                        group,
                        ++order,
                        general.width,
                        general.displayName);
            }
        }
    }

    private static ConfigDef.Validator ifSet(ConfigDef.Validator validator) {
        return Definitions.validator(validator.toString(), (key, value) -> {
            if (value != null) {
                validator.ensureValid(key, value);
            }
        });
    }

    private static List<String> names(Map<String, String> posted) {
        String names = posted.getOrDefault(NAMES, "");
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        Set<String> keys = keys();
        List<String> names = names(config.posted());
        for (String posted : config.posted().keySet()) {
            if (!posted.startsWith(PREFIX)) {
                continue;
            }
            List<String> owners = names.stream()
                    .filter(name -> posted.startsWith(prefix(name)))
                    .toList();
            if (owners.isEmpty()) {
                problems.add(NAMES, "'" + posted + "' is set, but its override is not named in '" + NAMES + "'");
            } else if (owners.stream()
                    .noneMatch(name -> isKnown(posted.substring(prefix(name).length()), keys))) {
                problems.add(posted, "cannot be set per topic; what can is " + REGEX + ", " + String.join(", ", keys));
            }
        }
        checkScopes(config, names, keys, problems);
    }

    private static boolean isKnown(String key, Set<String> keys) {
        return key.equals(REGEX) || keys.contains(key);
    }

    /** Looks at what each topic's settings come to as a whole. What is wrong in general is not said once more. */
    private void checkScopes(ConfigView config, List<String> names, Set<String> keys, Problems problems) {
        Set<List<String>> general = new LinkedHashSet<>();
        for (ConfigFragment fragment : fragments) {
            fragment.checkTopic(config, (key, message) -> {
                general.add(List.of(key, message));
                problems.add(key, message);
            });
        }
        for (String name : names) {
            ConfigView scope = config.scope(prefix(name), keys);
            for (ConfigFragment fragment : fragments) {
                fragment.checkTopic(scope, (key, message) -> {
                    if (!general.contains(List.of(key, message))) {
                        problems.add(keys.contains(key) ? prefix(name) + key : key, message);
                    }
                });
            }
        }
    }

    /** The overrides of a configuration that has been checked, in the order in which they are tried. */
    public static List<TopicScope> scopes(AbstractConfig config) {
        List<TopicScope> scopes = new ArrayList<>();
        for (String name : config.getList(NAMES)) {
            scopes.add(new TopicScope(config, name));
        }
        return scopes;
    }
}
