/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import io.millrace.sink.config.BatchFragment;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.DeadLetterFragment;
import io.millrace.sink.config.DecodeFragment;
import io.millrace.sink.config.EventFragment;
import io.millrace.sink.config.FieldFragment;
import io.millrace.sink.config.LetterStoreFragment;
import io.millrace.sink.config.OrderFragment;
import io.millrace.sink.config.PrivacyFragment;
import io.millrace.sink.config.RetryFragment;
import io.millrace.sink.config.StormFragment;
import io.millrace.sink.config.TopicOverrides;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** All settings of a connector: those of the target and those that every connector has. Immutable and thread-safe. */
public final class SinkConfig {
    private final TargetPlugin plugin;
    private final EventFragment events;
    private final TopicOverrides overrides;
    private final List<ConfigFragment> fragments = new ArrayList<>();

    public SinkConfig(TargetPlugin plugin) {
        this.plugin = plugin;
        this.events = new EventFragment(
                plugin.destinationTemplateKey(), plugin.destinationSeparators(), plugin.softDeletes());
        fragments.addAll(plugin.fragments());
        fragments.add(events);
        fragments.add(new FieldFragment());
        fragments.add(new DecodeFragment());
        OrderFragment order = new OrderFragment(plugin::folding, plugin::orderMatters, plugin::refusesLedger);
        List<ConfigFragment> perTopic = new ArrayList<>(fragments);
        perTopic.add(order);
        this.overrides = new TopicOverrides(perTopic);
        fragments.add(overrides);
        fragments.add(new BatchFragment(
                plugin.defaultBatchRecords(), plugin.defaultBatchBytes(), plugin.defaultBufferBytes()));
        fragments.add(new RetryFragment());
        fragments.add(new StormFragment());
        fragments.add(new DeadLetterFragment());
        fragments.add(new LetterStoreFragment());
        fragments.add(new PrivacyFragment());
        fragments.add(order);
    }

    /** How records are read. */
    EventFragment events() {
        return events;
    }

    /** The keys that do not depend on the configuration itself. */
    public ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        fragments.forEach(fragment -> fragment.define(definition));
        return definition;
    }

    /** The keys of a configuration, those of its topic overrides included. */
    private ConfigDef definition(Map<String, String> posted) {
        ConfigDef definition = definition();
        overrides.defineOverrides(definition, posted);
        return definition;
    }

    /** Every value of a configuration with all that is wrong with it: what single keys forbid, and what does not fit together. */
    public List<ConfigValue> validate(Map<String, String> posted) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        definition(posted).validate(posted).forEach(value -> values.put(value.name(), value));
        Map<String, @Nullable Object> parsed = new HashMap<>();
        values.forEach((name, value) -> {
            if (value.errorMessages().isEmpty()) {
                parsed.put(name, value.value());
            }
        });
        ConfigView view = new ConfigView(parsed, posted);
        for (ConfigFragment fragment : fragments) {
            fragment.check(view, (key, message) -> {
                if (posted.containsKey(key)) {
                    // A key that nobody defines is shown with what is wrong with it.
                    values.computeIfAbsent(
                            key, unknown -> new ConfigValue(key, posted.get(key), List.of(), new ArrayList<>()));
                }
                addProblem(values, key, message);
            });
        }
        return List.copyOf(values.values());
    }

    /** As {@link #validate}; and if nothing is wrong, the target itself is asked. */
    List<ConfigValue> validateAndProbe(Map<String, String> posted) {
        List<ConfigValue> values = validate(posted);
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            Map<String, ConfigValue> byName = new HashMap<>();
            values.forEach(value -> byName.put(value.name(), value));
            plugin.probe(
                    new AbstractConfig(definition(posted), posted, false),
                    (key, message) -> addProblem(byName, key, message));
        }
        return values;
    }

    private static void addProblem(Map<String, ConfigValue> values, String key, String message) {
        ConfigValue value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("A problem is reported on '" + key + "', which nobody defines: " + message);
        }
        value.addErrorMessage("Invalid value for configuration " + key + ": " + message);
    }

    /**
     * A configuration ready to be read.
     *
     * @throws ConfigException if anything is wrong, with every problem in its message
     */
    public AbstractConfig parse(Map<String, String> posted) {
        List<String> problems = validate(posted).stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return new AbstractConfig(definition(posted), posted, false);
    }
}
