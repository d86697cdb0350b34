/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.Privacy;
import io.millrace.dlq.reporter.ReporterDestination;
import io.millrace.dlq.topic.TopicDestination;
import io.millrace.dlq.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;

/** Where records go that can never be written. */
public final class DeadLetterFragment implements ConfigFragment {
    static final String DESTINATIONS = "dlq.destinations";
    static final String TOPIC = "dlq.topic.name";
    static final String CREATE = "dlq.topic.create";
    static final String REPLICATION = "dlq.topic.replication.factor";
    static final String RETENTION = "dlq.topic.retention.ms";
    static final String CLIENT_PREFIX = "dlq.kafka.";
    static final String BOOTSTRAP = CLIENT_PREFIX + "bootstrap.servers";
    static final String CONNECT_BYTES = "dlq.connect.max.bytes";

    private static final String TOLERANCE = "errors.tolerance";
    private static final String CONNECT_TOPIC = "errors.deadletterqueue.topic.name";

    /** Kinds of destinations that are always there; {@link LetterStores} knows those that other jars bring. */
    enum Kind {
        TOPIC,
        CONNECT,
        JDBC,
        FILE
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Dead letters")
                .add(
                        DESTINATIONS,
                        Type.LIST,
                        List.of(),
                        LetterStores.destinations(),
                        Importance.HIGH,
                        "Destinations",
                        "Where records go that can never be written, in the order in which destinations are tried. 'topic': a"
                                + " topic of our own ('dlq.topic.name'); 'connect': the worker's dead-letter queue"
                                + " ('errors.deadletterqueue.topic.name'); 'jdbc': a table ('dlq.jdbc.url'); 'file': files of"
                                + " JSON lines ('dlq.file.folder'); 's3': objects of JSON lines ('dlq.s3.bucket'), where the"
                                + " S3 sink's jars are in the plugin's folder. A letter counts when it is acknowledged; while no"
                                + " destination takes letters, the stream waits. If empty, a record that cannot be written"
                                + " fails the task.")
                .add(
                        TOPIC,
                        Type.STRING,
                        null,
                        Definitions.notBlank(),
                        Importance.HIGH,
                        "Topic",
                        "Name of our own topic for letters.")
                .add(
                        BOOTSTRAP,
                        Type.LIST,
                        null,
                        null,
                        Importance.HIGH,
                        "Bootstrap servers",
                        "Kafka cluster with our own topic. Any other 'dlq.kafka.*' is handed to the Kafka clients as it is,"
                                + " without the prefix: 'dlq.kafka.security.protocol', for example.")
                .add(
                        CREATE,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Create topic",
                        "Whether to create our own topic with the first letter if it is not there.")
                .add(
                        REPLICATION,
                        Type.INT,
                        -1,
                        Range.between(-1, Short.MAX_VALUE),
                        Importance.LOW,
                        "Replication factor",
                        "Replication factor of a topic that we create; -1 for the broker's default.")
                .add(
                        RETENTION,
                        Type.LONG,
                        Duration.ofDays(30).toMillis(),
                        Range.atLeast(-1),
                        Importance.LOW,
                        "Retention",
                        "Retention in ms of a topic that we create, counted from the time of death; -1 for ever.")
                .add(
                        CONNECT_BYTES,
                        Type.LONG,
                        1_048_576L,
                        Range.atLeast(1_024),
                        Importance.LOW,
                        "Largest letter for the worker",
                        "Greatest record in bytes that the worker's dead-letter producer sends ('max.request.size'). The"
                                + " worker loses larger ones in silence, so they are not handed to it.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        List<String> kinds = config.list(DESTINATIONS);
        if (kinds.contains(Definitions.name(Kind.TOPIC))) {
            if (config.text(TOPIC) == null) {
                problems.add(TOPIC, "must name a topic, since '" + DESTINATIONS + "' lists 'topic'");
            }
            if (config.list(BOOTSTRAP).isEmpty()) {
                problems.add(BOOTSTRAP, "must be set, since '" + DESTINATIONS + "' lists 'topic'");
            }
        } else if (config.text(TOPIC) != null) {
            problems.add(TOPIC, "is set, but '" + DESTINATIONS + "' does not list 'topic'; add it or remove the name");
        }
        LetterStores.check(config, kinds, problems);
        checkWorker(config, kinds.contains(Definitions.name(Kind.CONNECT)), problems);
        String topic = config.text(TOPIC);
        if (topic != null && OrderFragment.isRead(config, topic)) {
            problems.add(
                    TOPIC, "'" + topic + "' is one of the topics that the connector reads; letters would come back");
        }
    }

    /** What the worker's own settings make of us; they can only be named here, not changed. */
    private static void checkWorker(ConfigView config, boolean listed, Problems problems) {
        boolean tolerant = "all".equals(config.posted(TOLERANCE));
        String topic = config.posted(CONNECT_TOPIC);
        boolean named = topic != null && !topic.isBlank();
        if (listed && !named) {
            problems.add(
                    DESTINATIONS,
                    "lists 'connect', but '" + CONNECT_TOPIC + "' is not set; set it, or remove 'connect'");
        }
        if (listed && !tolerant) {
            problems.add(
                    DESTINATIONS,
                    "lists 'connect', but '" + TOLERANCE + "' is not 'all', so the worker would fail the task with the"
                            + " first letter; set '" + TOLERANCE + "' to 'all', or remove 'connect'");
        }
        if (named && !tolerant) {
            problems.add(
                    DESTINATIONS,
                    "'" + CONNECT_TOPIC + "' is set, but '" + TOLERANCE
                            + "' is 'none': no record can ever go there. Set '" + TOLERANCE
                            + "' to 'all', or remove the topic");
        }
        if (tolerant && !named) {
            problems.add(
                    DESTINATIONS,
                    "'" + TOLERANCE + "' is 'all' and '" + CONNECT_TOPIC
                            + "' is not set: the worker would drop records that"
                            + " it cannot convert without keeping them anywhere. Name a topic, or set '" + TOLERANCE
                            + "' to 'none'");
        }
    }

    /**
     * The destinations of a configuration that has been checked, in order; empty if a record that cannot be written fails
     * the task.
     *
     * @param reporter the worker's, or {@code null} if it has none
     */
    public static List<DeadLetterDestination> read(
            AbstractConfig config,
            String connector,
            int task,
            String version,
            @Nullable ErrantRecordReporter reporter) {
        List<DeadLetterDestination> chain = new ArrayList<>();
        Privacy privacy = PrivacyFragment.read(config);
        LetterStores stores = new LetterStores(config, connector + "-" + task);
        for (String name : config.getList(DESTINATIONS)) {
            // Each destination has its own writer of letters, because each has its own thread.
            LetterWriter letters = new LetterWriter(connector, task, version, privacy);
            if (name.equals(Definitions.name(Kind.TOPIC))) {
                chain.add(new TopicDestination(topic(config), letters));
            } else if (!name.equals(Definitions.name(Kind.CONNECT))) {
                chain.add(stores.open(name, letters));
            } else if (reporter != null) {
                chain.add(new ReporterDestination(reporter, letters, config.getLong(CONNECT_BYTES)));
            }
        }
        return chain;
    }

    /** Our own topic, for a configuration that has been checked and lists it. */
    public static TopicSettings topic(AbstractConfig config) {
        Map<String, Object> client = config.originalsWithPrefix(CLIENT_PREFIX);
        int replication = config.getInt(REPLICATION);
        return new TopicSettings(
                config.getString(TOPIC),
                client,
                config.getBoolean(CREATE),
                replication < 0 ? OptionalInt.empty() : OptionalInt.of(replication),
                Duration.ofMillis(config.getLong(RETENTION)),
                BatchFragment.closeTimeout(config));
    }
}
