/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.elasticsearch.DocumentSettings.IdOverflow;
import io.millrace.elasticsearch.DocumentSettings.VersionSource;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.DeleteMode;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.config.Problems;
import io.millrace.sink.decode.KeySource;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Indices and documents, and how they are written. */
final class DocumentFragment implements ConfigFragment {
    static final String INDEX_NAME = "index.name.format";
    static final String AUTO_CREATE = "index.auto.create";
    static final String ID_SEPARATOR = "document.id.separator";
    static final String ID_OVERFLOW = "document.id.overflow";
    static final String ROUTING_FIELD = "routing.key.field";
    static final String VERSION_SOURCE = "version.source";
    static final String VERSION_EPOCH = "version.epoch";
    static final String LANES = "lanes";

    private static final String KEY_SOURCE = "key.source";
    private static final int GREATEST_EPOCH = Short.MAX_VALUE;

    private static final ConfigDef.Validator SEPARATOR = Definitions.validator(
            "one ASCII character, no letter, digit or %",
            (key, value) -> {
                String text = String.valueOf(value);
                if (text.length() != 1 || text.charAt(0) <= ' ' || text.charAt(0) > '~') {
                    throw new ConfigException(key, value, "must be one visible ASCII character");
                }
                if (text.charAt(0) == '%' || Character.isLetterOrDigit(text.charAt(0))) {
                    throw new ConfigException(
                            key, value, "must be no letter, no digit and not '%', which stands before what is escaped");
                }
            });

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Indices and documents")
                .add(
                        INDEX_NAME,
                        Type.STRING,
                        "${topic}",
                        NameTemplate.VALIDATOR,
                        Importance.HIGH,
                        "Index name",
                        "Index or alias that a topic's events go to, written in lower case and with '_' for characters that no"
                                + " index may have. " + NameTemplate.PLACEHOLDERS)
                .add(
                        AUTO_CREATE,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.HIGH,
                        "Create indices",
                        "Whether an index that is not there is created. If an index template of the cluster has a mapping for"
                                + " it, the template decides; if not, it gets a mapping made of its first event's columns,"
                                + " which takes every value they can have. If false, a missing index fails the task.")
                .add(
                        ID_SEPARATOR,
                        Type.STRING,
                        "|",
                        SEPARATOR,
                        Importance.LOW,
                        "Separator in ids",
                        "Stands between the fields of a composite key in a document's id. Where it or '%' stands in a field, it"
                                + " is written as '%' and two hexadecimal digits, so that different keys have different ids."
                                + " A change of it gives every document another id.")
                .add(
                        ID_OVERFLOW,
                        Type.STRING,
                        Definitions.name(IdOverflow.HASH),
                        Definitions.oneOf(IdOverflow.class),
                        Importance.LOW,
                        "Long ids",
                        "What to do with an id of more than 512 bytes, which Elasticsearch does not take. 'hash': the id is"
                                + " 'sha256-' and the hash of it; 'reject': the record becomes a dead letter.")
                .add(
                        ROUTING_FIELD,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Routing field",
                        "Field of the key whose text routes a document to its shard. Only a field of the key will do: a delete"
                                + " must find the same shard and has no other fields.")
                .add(
                        VERSION_SOURCE,
                        Type.STRING,
                        Definitions.name(VersionSource.KAFKA),
                        Definitions.oneOf(VersionSource.class),
                        Importance.HIGH,
                        "Version source",
                        "Where the versions of documents come from. 'kafka': from offsets, so that an event which comes again or"
                                + " late never replaces a newer state; all events of a document must be in one partition."
                                + " 'none': Elasticsearch counts by itself, and order holds within this task alone.")
                .add(
                        VERSION_EPOCH,
                        Type.INT,
                        0,
                        Range.between(0, GREATEST_EPOCH),
                        Importance.MEDIUM,
                        "Version epoch",
                        "Raise it by one when offsets have begun anew (the topic was created again or has another number of"
                                + " partitions, or comes from another cluster): versions of a higher epoch are above all of a"
                                + " lower one. Otherwise every event would count as older than what is there.")
                .add(
                        LANES,
                        Type.INT,
                        4,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "Lanes",
                        "How many requests a task has under way at the same time. Events of one document always go one after"
                                + " the other.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        boolean versioned = Definitions.name(VersionSource.KAFKA).equals(config.text(VERSION_SOURCE));
        checkKeys(config, KEY_SOURCE, versioned, problems);
        for (String name : config.list("topic.overrides")) {
            String prefix = "topic.override." + name + ".";
            checkKeys(config, prefix + KEY_SOURCE, versioned, problems);
            checkTruncate(config, prefix + "truncate.enabled", problems);
        }
        checkTruncate(config, "truncate.enabled", problems);
        Number epoch = config.number(VERSION_EPOCH);
        if (!versioned && config.text(VERSION_SOURCE) != null && epoch != null && epoch.intValue() > 0) {
            problems.add(VERSION_EPOCH, "has no meaning, since '" + VERSION_SOURCE + "' is 'none'");
        }
        IndexNameCheck.check(config, problems);
    }

    private static void checkKeys(ConfigView config, String key, boolean versioned, Problems problems) {
        String source = config.text(key);
        if (Definitions.name(KeySource.NONE).equals(source)) {
            problems.add(
                    key,
                    "is 'none', but every document needs an id, or events that come again would be written again; set it"
                            + " to 'kafka' for topics without keys");
        }
        boolean otherThanPartitioned = Definitions.name(KeySource.RECORD_VALUE).equals(source)
                || Definitions.name(KeySource.RECORD_HEADER).equals(source);
        if (versioned && otherThanPartitioned) {
            problems.add(
                    VERSION_SOURCE,
                    "is 'kafka', but '" + key + "' is '" + source
                            + "': events of one document may come from several partitions, whose offsets say nothing about"
                            + " their order; set '" + VERSION_SOURCE + "' to 'none'");
        }
    }

    private static void checkTruncate(ConfigView config, String key, Problems problems) {
        if (Boolean.TRUE.equals(config.flag(key))) {
            problems.add(key, "is not supported for Elasticsearch; delete the index's documents yourself");
        }
    }

    /** What must be set otherwise before an older document can do no harm to a newer one; {@code null} if nothing must. */
    static @Nullable String orderMatters(ConfigView config) {
        boolean ownDocuments = Definitions.name(KeySource.KAFKA).equals(config.text(KEY_SOURCE));
        boolean versioned = Definitions.name(VersionSource.KAFKA).equals(config.text(VERSION_SOURCE));
        if (!ownDocuments && !versioned) {
            return "with '" + VERSION_SOURCE
                    + "' 'none' a letter could put an old document over a newer one; set that, or '" + KEY_SOURCE
                    + "', to 'kafka'";
        }
        // The cluster forgets versions of deleted documents after a minute.
        return Definitions.name(DeleteMode.IGNORE).equals(config.text("delete.mode"))
                ? null
                : "a letter could bring back a document that was deleted; set 'delete.mode' to 'ignore'";
    }

    /** The settings of a configuration that has been checked. */
    static DocumentSettings read(AbstractConfig config) {
        return new DocumentSettings(
                config.getInt(LANES),
                config.getBoolean(AUTO_CREATE),
                config.getString(ID_SEPARATOR).charAt(0),
                Definitions.constant(IdOverflow.class, config.getString(ID_OVERFLOW)),
                Optional.ofNullable(config.getString(ROUTING_FIELD)),
                Definitions.constant(VersionSource.class, config.getString(VERSION_SOURCE)),
                config.getInt(VERSION_EPOCH));
    }
}
