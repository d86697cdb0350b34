/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.Destinations;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.Routing;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.Handling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** How records are read: keys, deletes and destinations. */
public final class EventFragment implements ConfigFragment {
    static final String KEY_SOURCE = "key.source";
    static final String KEY_FIELDS = "key.fields";
    static final String DELETE_MODE = "delete.mode";
    private static final String DELETE_ENABLED = "delete.enabled";
    static final String TRUNCATE_ENABLED = "truncate.enabled";
    static final String UNAVAILABLE_VALUE = "unavailable.value.placeholder";
    static final String TOPIC_PATTERN = "destination.topic.pattern";

    private final String templateKey;
    private final String separators;
    private final boolean softDeletes;

    /**
     * @param templateKey key of the target's template for destinations, for example {@code table.name.format}
     * @param separators characters that part a destination's name, which nothing that a record says may hold
     * @param softDeletes whether the target can mark rows as deleted
     */
    public EventFragment(String templateKey, String separators, boolean softDeletes) {
        this.templateKey = templateKey;
        this.separators = separators;
        this.softDeletes = softDeletes;
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Events")
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
                        DELETE_MODE,
                        Type.STRING,
                        Definitions.name(DeleteMode.DELETE),
                        softDeletes
                                ? Definitions.oneOf(DeleteMode.class)
                                : Definitions.oneOf(DeleteMode.class, DeleteMode.SOFT),
                        Importance.HIGH,
                        "Delete mode",
                        "What deletes do. 'delete': they end rows; "
                                + (softDeletes ? "'soft': rows stay and are marked as deleted; " : "")
                                + "'ignore': they are skipped and counted.")
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
                        TopicOverrides.PATTERN,
                        Importance.LOW,
                        "Topic pattern",
                        "A regular expression that every topic must match as a whole; its groups may be used in '"
                                + templateKey + "' as ${1} to ${9}.");
    }

    @Override
    public List<String> perTopic() {
        return List.of(templateKey, KEY_SOURCE, KEY_FIELDS, DELETE_MODE, TRUNCATE_ENABLED);
    }

    /** Connect takes keys that nobody defines without a word, and this one has another name with every other sink. */
    @Override
    public void check(ConfigView config, Problems problems) {
        if (config.posted(DELETE_ENABLED) != null) {
            problems.add(DELETE_ENABLED, "has no meaning here; set '" + DELETE_MODE + "' to 'delete' or 'ignore'");
        }
    }

    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        // Fields that were meant for another source of keys are of no use.
        boolean otherSource = config.overrides(KEY_SOURCE) && !config.overrides(KEY_FIELDS);
        List<String> fields = otherSource ? List.of() : config.list(KEY_FIELDS);
        checkKey(config.text(KEY_SOURCE), fields, problems);
        String ownPattern = config.overrides(templateKey) ? TopicOverrides.REGEX : TOPIC_PATTERN;
        checkGroups(config.text(templateKey), config.text(ownPattern), ownPattern, problems);
    }

    private static void checkKey(@Nullable String source, List<String> fields, Problems problems) {
        if (source == null) {
            return;
        }
        switch (Definitions.constant(KeySource.class, source)) {
            case RECORD_VALUE, RECORD_HEADER -> {
                if (fields.isEmpty()) {
                    problems.add(KEY_FIELDS, "must name at least one field when 'key.source' is '" + source + "'");
                }
            }
            case KAFKA -> {
                if (!fields.isEmpty() && fields.size() != 3) {
                    problems.add(
                            KEY_FIELDS,
                            "must name three columns (topic, partition, offset) or none when 'key.source' is 'kafka', not "
                                    + fields.size());
                }
            }
            case NONE -> {
                if (!fields.isEmpty()) {
                    problems.add(KEY_FIELDS, "has no meaning when 'key.source' is 'none'; remove it");
                }
            }
            case RECORD_KEY -> {
                // Any number of fields goes with a record key; whether they exist shows with the first record.
            }
        }
    }

    private void checkGroups(
            @Nullable String template, @Nullable String pattern, String patternKey, Problems problems) {
        if (template == null || pattern == null) {
            return;
        }
        int groups = Pattern.compile(pattern).matcher("").groupCount();
        int asked = NameTemplate.highestGroup(template);
        if (asked > groups) {
            problems.add(
                    templateKey,
                    "asks for group ${" + asked + "}, but '" + patternKey + "' has only " + groups + " groups");
        }
    }

    /** How records are read, for a configuration that has been checked. */
    public DecodeSettings read(AbstractConfig config, Capabilities capabilities) {
        List<Topics> all = new ArrayList<>();
        TopicScope general = TopicScope.general(config);
        Pattern generalPattern = Pattern.compile(config.getString(TOPIC_PATTERN));
        NameTemplate generalTemplate = new NameTemplate(config.getString(templateKey), generalPattern);
        for (TopicScope scope : TopicOverrides.scopes(config)) {
            NameTemplate template = scope.overrides(templateKey)
                    ? new NameTemplate(scope.text(templateKey), scope.topics())
                    : generalTemplate;
            all.add(topics(scope, scope.topics(), template, capabilities));
        }
        Topics others = topics(general, Pattern.compile(".*", Pattern.DOTALL), generalTemplate, capabilities);
        return new DecodeSettings(
                config.getString(UNAVAILABLE_VALUE), true, capabilities.needsSourcePositions(), topic -> {
                    for (Topics topics : all) {
                        if (topics.pattern.matcher(topic).matches()) {
                            return settings(topics, topic);
                        }
                    }
                    return settings(others, topic);
                });
    }

    /** The topics of one override, or all others. */
    private record Topics(
            TopicScope scope, Pattern pattern, NameTemplate template, Destinations destinations, boolean needsKeys) {}

    private static Topics topics(TopicScope scope, Pattern pattern, NameTemplate template, Capabilities capabilities) {
        Handling handling = capabilities.handling(scope.override());
        return new Topics(
                scope,
                pattern,
                template,
                new Destinations(scope.override(), handling.folding(), handling.version()),
                handling.needsKeys());
    }

    private TopicSettings settings(Topics topics, String topic) {
        TopicScope scope = topics.scope;
        boolean otherSource = scope.overrides(KEY_SOURCE) && !scope.overrides(KEY_FIELDS);
        return new TopicSettings(
                new Routing(topics.template.parts(topic), separators, topics.destinations),
                Definitions.constant(KeySource.class, scope.text(KEY_SOURCE)),
                otherSource ? List.of() : scope.list(KEY_FIELDS),
                topics.needsKeys,
                FieldFragment.read(scope),
                deleteMode(scope) != DeleteMode.IGNORE,
                scope.flag(TRUNCATE_ENABLED),
                DecodeFragment.format(scope));
    }

    /** What deletes do, for a configuration that has been checked. */
    public static DeleteMode deleteMode(TopicScope scope) {
        return Definitions.constant(DeleteMode.class, scope.text(DELETE_MODE));
    }

    /** Where keys come from, for a configuration that has been checked. */
    public static KeySource keySource(TopicScope scope) {
        return Definitions.constant(KeySource.class, scope.text(KEY_SOURCE));
    }
}
