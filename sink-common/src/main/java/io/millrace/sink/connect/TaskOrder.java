/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.dlq.restore.ConfiguredRestorer;
import io.millrace.dlq.topic.TopicAudit;
import io.millrace.dlq.topic.TopicCommands;
import io.millrace.dlq.topic.TopicLedger;
import io.millrace.dlq.topic.TopicLetters;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.sink.config.DeadLetterFragment;
import io.millrace.sink.config.DecodeFragment;
import io.millrace.sink.config.OrderFragment;
import io.millrace.sink.config.TopicOverrides;
import io.millrace.sink.config.TopicScope;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.order.OrderSettings;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a task needs to keep order behind dead letters and to replay them. Stateless; task thread. */
final class TaskOrder {
    private static final Logger LOG = LoggerFactory.getLogger(TaskOrder.class);
    private static final String VALUE_CONVERTER = "value.converter";
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private TaskOrder() {}

    /**
     * Opens it for a configuration that has been checked. Connects in threads of its own, so that a cluster that is away does
     * not keep the task from starting.
     *
     * @param target may keep the ledger
     * @param loader finds the worker's plugins
     */
    static Ordering open(AbstractConfig config, String connector, int task, Target target, ClassLoader loader) {
        Lanes lanes = target.capabilities().lanes();
        OrderSettings settings = OrderFragment.read(config, connector, task);
        boolean waits = settings.policies().halt() && OrderFragment.mayKeepLedger(config);
        if (!settings.policies().needLedger() && !waits) {
            return new Ordering(settings, null, null);
        }
        if (lanes instanceof Lanes.ByPartition && settings.policies().keepKeys()) {
            throw new ConfigException(
                    OrderFragment.ORDER,
                    config.getString(OrderFragment.ORDER),
                    "this target writes partition by partition and keeps no order of keys; set 'any', 'none' or 'halt'");
        }
        Map<String, String> posted = posted(config);
        ConfiguredRestorer restorer = new ConfiguredRestorer(posted, loader, readsHeaders(posted));
        String problem = restorer.problem();
        if (problem != null) {
            LOG.info("{}-{}: letters will not be replayed, since {}", connector, task, problem);
        }
        TopicSettings letters = DeadLetterFragment.topic(config);
        ControlTopics beside = OrderFragment.topics(config);
        return new Ordering(
                settings,
                target.letterLedger().orElseGet(() -> new TopicLedger(letters.named(beside.ledger()))),
                new ReplayAccess(
                        new TopicCommands(letters.named(beside.commands())),
                        new TopicLetters(letters),
                        new TopicAudit(letters.named(beside.audit())),
                        restorer));
    }

    /** As it was posted; where records are decoded here, the worker's converter for values leaves bytes alone. */
    private static Map<String, String> posted(AbstractConfig config) {
        Map<String, String> posted = new HashMap<>();
        config.originals().forEach((key, value) -> posted.put(key, String.valueOf(value)));
        boolean raw = DecodeFragment.format(TopicScope.general(config)) != DecodeFormat.CONNECT
                && TopicOverrides.scopes(config).stream()
                        .allMatch(scope -> DecodeFragment.format(scope) != DecodeFormat.CONNECT);
        if (raw) {
            posted.putIfAbsent(VALUE_CONVERTER, BYTES);
        }
        return posted;
    }

    /** Whether any setting that decides what becomes of a record speaks of headers. */
    private static boolean readsHeaders(Map<String, String> posted) {
        return posted.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().startsWith("dlq.")
                        && !entry.getKey().startsWith("errors.")
                        && !entry.getKey().startsWith("header.converter")
                        && entry.getValue().contains("header"));
    }
}
