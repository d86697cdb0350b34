/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.Capabilities;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** How records are read: keys, deletes, destinations, and what differs from topic to topic. */
public final class EventFragment implements ConfigFragment {
    static final String KEY_SOURCE = "key.source";
    static final String KEY_FIELDS = "key.fields";
    static final String DELETE_ENABLED = "delete.enabled";
    static final String TRUNCATE_ENABLED = "truncate.enabled";
    static final String UNAVAILABLE_VALUE = "unavailable.value.placeholder";
    static final String TOPIC_PATTERN = "destination.topic.pattern";
    static final String OVERRIDES = "topic.overrides";
    static final String OVERRIDE_PREFIX = "topic.override.";
    static final String REGEX = "regex";
    static final String DESTINATION = "destination";

    private static final String GROUP = "Events";

    private final String templateKey;

    /** @param templateKey key of the target's template for destinations, for example {@code table.name.format} */
    public EventFragment(String templateKey) {
        this.templateKey = templateKey;
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

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, GROUP)
                .add(
                        KEY_SOURCE,
                        Type.STRING,
                        Definitions.name(KeySource.RECORD_KEY),
                        Definitions.oneOf(KeySource.class),
                        Importance.HIGH,
                        "Key source",
                        "Where the columns that identify a row come from. 'record_key': the record's key; 'record_value':"
                                + " fields of the value; 'record_header': headers; 'kafka': topic, partition and offset,"
                                + " for tables without a key; 'none': there is no key and every event is a new row.")
                .add(
                        KEY_FIELDS,
                        Type.LIST,
                        List.of(),
                        null,
                        Importance.HIGH,
                        "Key fields",
                        "Which fields make the key. With 'record_key': fields of the key, all if empty; for a primitive key"
                                + " the one column it goes to. With 'record_value' and 'record_header': fields or headers,"
                                + " at least one. With 'kafka': three column names for topic, partition and offset,"
                                + " '__connect_topic', '__connect_partition' and '__connect_offset' if empty.")
                .add(
                        DELETE_ENABLED,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.MEDIUM,
                        "Apply deletes",
                        "Whether deletes are applied. If not, they are skipped and counted.")
                .add(
                        TRUNCATE_ENABLED,
                        Type.BOOLEAN,
                        false,
                        null,
                        Importance.MEDIUM,
                        "Apply truncates",
                        "Whether a truncate of the source table empties the destination. If not, truncates are skipped and"
                                + " counted. Truncate events have no key, so their order against the rows holds only for"
                                + " topics with one partition.")
                .add(
                        UNAVAILABLE_VALUE,
                        Type.STRING,
                        "__debezium_unavailable_value",
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Placeholder of unavailable values",
                        "The source connector's 'unavailable.value.placeholder': stands for a value that the source did not"
                                + " send because it has not changed (PostgreSQL TOAST). Such columns are left alone.")
                .add(
                        TOPIC_PATTERN,
                        Type.STRING,
                        ".*",
                        PATTERN,
                        Importance.LOW,
                        "Topic pattern",
                        "A regular expression that every topic must match as a whole; its groups may be used in '"
                                + templateKey + "' as ${1} to ${9}.")
                .add(
                        OVERRIDES,
                        Type.LIST,
                        List.of(),
                        null,
                        Importance.LOW,
                        "Topic overrides",
                        "Names of overrides for certain topics; the first whose 'topic.override.<name>.regex' matches a topic"
                                + " counts. Each may set 'topic.override.<name>.' followed by 'key.source', 'key.fields',"
                                + " 'delete.enabled', 'truncate.enabled', or 'destination', a template like '"
                                + templateKey + "'.");
    }

    /** Adds the keys of the overrides that are named in a configuration. */
    public static void defineOverrides(ConfigDef definition, List<String> names) {
        for (String name : names) {
            String prefix = OVERRIDE_PREFIX + name + ".";
            if (definition.names().contains(prefix + REGEX)) {
                continue;
            }
            new Definitions(definition, "Topic override '" + name + "'")
                    .add(
                            prefix + REGEX,
                            Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            PATTERN,
                            Importance.LOW,
                            "Topics",
                            "Which topics: a regular expression that must match the whole name.")
                    .add(
                            prefix + KEY_SOURCE,
                            Type.STRING,
                            null,
                            Definitions.oneOf(KeySource.class),
                            Importance.LOW,
                            "Key source",
                            "As 'key.source', for these topics.")
                    .add(prefix + KEY_FIELDS, Type.LIST, null, null, Importance.LOW, "Key fields", "As 'key.fields'.")
                    .add(
                            prefix + DELETE_ENABLED,
                            Type.BOOLEAN,
                            null,
                            null,
                            Importance.LOW,
                            "Apply deletes",
                            "As 'delete.enabled'.")
                    .add(
                            prefix + TRUNCATE_ENABLED,
                            Type.BOOLEAN,
                            null,
                            null,
                            Importance.LOW,
                            "Apply truncates",
                            "As 'truncate.enabled'.")
                    .add(
                            prefix + DESTINATION,
                            Type.STRING,
                            null,
                            NameTemplate.VALIDATOR,
                            Importance.LOW,
                            "Destination",
                            "A template for these topics' destination.");
        }
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        List<String> fields = config.list(KEY_FIELDS);
        checkKey(config.text(KEY_SOURCE), fields, KEY_FIELDS, problems);
        checkGroups(config, templateKey, TOPIC_PATTERN, problems);
        List<String> names = config.list(OVERRIDES);
        for (String name : names) {
            String prefix = OVERRIDE_PREFIX + name + ".";
            String source = config.text(prefix + KEY_SOURCE);
            List<String> own = config.list(prefix + KEY_FIELDS);
            checkKey(
                    source == null ? config.text(KEY_SOURCE) : source,
                    own.isEmpty() && source == null ? fields : own,
                    prefix + KEY_FIELDS,
                    problems);
            checkGroups(config, prefix + DESTINATION, prefix + REGEX, problems);
        }
        for (String key : config.posted().keySet()) {
            if (key.startsWith(OVERRIDE_PREFIX)
                    && names.stream().noneMatch(name -> key.startsWith(OVERRIDE_PREFIX + name + "."))) {
                problems.add(OVERRIDES, "'" + key + "' is set, but its override is not named in '" + OVERRIDES + "'");
            }
        }
    }

    private static void checkKey(@Nullable String source, List<String> fields, String key, Problems problems) {
        if (source == null) {
            return;
        }
        switch (Definitions.constant(KeySource.class, source)) {
            case RECORD_VALUE, RECORD_HEADER -> {
                if (fields.isEmpty()) {
                    problems.add(key, "must name at least one field when 'key.source' is '" + source + "'");
                }
            }
            case KAFKA -> {
                if (!fields.isEmpty() && fields.size() != 3) {
                    problems.add(
                            key,
                            "must name three columns (topic, partition, offset) or none when 'key.source' is 'kafka', not "
                                    + fields.size());
                }
            }
            case NONE -> {
                if (!fields.isEmpty()) {
                    problems.add(key, "has no meaning when 'key.source' is 'none'; remove it");
                }
            }
            case RECORD_KEY -> {
                // Any number of fields goes with a record key; whether they exist shows with the first record.
            }
        }
    }

    private static void checkGroups(ConfigView config, String templateKey, String patternKey, Problems problems) {
        String template = config.text(templateKey);
        String pattern = config.text(patternKey);
        if (template != null && pattern != null) {
            int groups = Pattern.compile(pattern).matcher("").groupCount();
            int asked = NameTemplate.highestGroup(template);
            if (asked > groups) {
                problems.add(
                        templateKey,
                        "asks for group ${" + asked + "}, but '" + patternKey + "' has only " + groups + " groups");
            }
        }
    }

    /** How records are read, for a configuration that has been checked. */
    public DecodeSettings read(AbstractConfig config, Capabilities capabilities) {
        return new DecodeSettings(
                config.getString(UNAVAILABLE_VALUE),
                capabilities.needsKeys(),
                capabilities.needsSourcePositions(),
                topics(config));
    }

    private Function<String, TopicSettings> topics(AbstractConfig config) {
        NameTemplate template =
                new NameTemplate(config.getString(templateKey), Pattern.compile(config.getString(TOPIC_PATTERN)));
        Map<String, Destination> destinations = new HashMap<>();
        List<String> overrides = config.getList(OVERRIDES);
        return topic -> {
            for (String name : overrides) {
                String prefix = OVERRIDE_PREFIX + name + ".";
                Pattern pattern = Pattern.compile(config.getString(prefix + REGEX));
                if (pattern.matcher(topic).matches()) {
                    return overridden(config, prefix, pattern, template, topic, destinations);
                }
            }
            return new TopicSettings(
                    destinations.computeIfAbsent(template.name(topic), Destination::new),
                    Definitions.constant(KeySource.class, config.getString(KEY_SOURCE)),
                    config.getList(KEY_FIELDS),
                    config.getBoolean(DELETE_ENABLED),
                    config.getBoolean(TRUNCATE_ENABLED));
        };
    }

    private static TopicSettings overridden(
            AbstractConfig config,
            String prefix,
            Pattern pattern,
            NameTemplate template,
            String topic,
            Map<String, Destination> destinations) {
        String own = config.getString(prefix + DESTINATION);
        String name = own == null ? template.name(topic) : new NameTemplate(own, pattern).name(topic);
        String source = config.getString(prefix + KEY_SOURCE);
        List<String> fields = config.getList(prefix + KEY_FIELDS);
        Boolean deletes = config.getBoolean(prefix + DELETE_ENABLED);
        Boolean truncates = config.getBoolean(prefix + TRUNCATE_ENABLED);
        return new TopicSettings(
                destinations.computeIfAbsent(name, Destination::new),
                Definitions.constant(KeySource.class, source == null ? config.getString(KEY_SOURCE) : source),
                // Fields that were meant for another source of keys are of no use.
                fields == null && source != null ? List.of() : fields == null ? config.getList(KEY_FIELDS) : fields,
                deletes == null ? config.getBoolean(DELETE_ENABLED) : deletes,
                truncates == null ? config.getBoolean(TRUNCATE_ENABLED) : truncates);
    }
}
