/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.sink.config.BatchFragment;
import io.millrace.sink.config.DeadLetterFragment;
import io.millrace.sink.config.DecodeFragment;
import io.millrace.sink.config.RetryFragment;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.lane.Backoff;
import io.millrace.sink.lane.LaneThreads;
import io.millrace.sink.metrics.JmxBinding;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.Ordering;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.pipeline.Slip;
import io.millrace.sink.registry.RegistryClient;
import io.millrace.sink.registry.RegistrySettings;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task of any target: a subclass is a constructor. All methods are called on the task thread. */
public abstract class PipelineTask extends SinkTask {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineTask.class);

    /**
     * Goes with every offset. A worker takes an offset that it was asked to go on from for committed, and commits no equal
     * one: Kafka would know nothing of a partition that its target knows everything of, until its next record. With this, it
     * is not equal.
     */
    private static final String COMMITTED_BY = "millrace";

    private final TargetPlugin plugin;
    private @Nullable SinkPipeline pipeline;
    private @Nullable JmxBinding jmx;

    protected PipelineTask(TargetPlugin plugin) {
        this.plugin = plugin;
    }

    @Override
    public final String version() {
        return PluginVersion.value();
    }

    @Override
    public final void start(Map<String, String> properties) {
        SinkConfig definition = new SinkConfig(plugin);
        AbstractConfig config = definition.parse(properties);
        String connector = properties.getOrDefault("name", plugin.name());
        int number = Integer.parseInt(properties.getOrDefault(PipelineConnector.TASK_NUMBER, "0"));
        String name = connector + "-" + number;

        // The worker resolves placeholders each time it is asked: a secret that was rotated meanwhile shows here.
        Target target = plugin.target(config, name, () -> definition.parse(context.configs()));
        Capabilities capabilities = target.capabilities();
        Duration closeTimeout = BatchFragment.closeTimeout(config);
        PipelineSettings settings = new PipelineSettings(
                name,
                decode(definition.events().read(config, capabilities), config),
                RetryFragment.read(config),
                BatchFragment.maxRecords(config),
                BatchFragment.maxBytes(config),
                BatchFragment.bufferBytes(config),
                closeTimeout);
        List<DeadLetterDestination> chain = DeadLetterFragment.read(
                config, connector, number, "millrace/" + version(), context.errantRecordReporter());
        Ordering ordering =
                TaskOrder.open(config, connector, number, target, getClass().getClassLoader());
        SinkMetrics metrics = new SinkMetrics();
        pipeline = new SinkPipeline(
                settings,
                target,
                new ContextWorker(context),
                chain.isEmpty() ? null : new DeadLetterQueue<Slip>(chain, InstantSource.system()),
                ordering,
                new LaneThreads(name, threads(capabilities.lanes()), closeTimeout),
                metrics,
                TimeSource.SYSTEM,
                new Random());
        jmx = JmxBinding.register(connector, number, metrics);
        LOG.info(
                "Started {} {} with {} dead-letter destination(s)",
                name,
                version(),
                chain.isEmpty() ? "no" : chain.size());
    }

    private static DecodeSettings decode(DecodeSettings settings, AbstractConfig config) {
        RegistrySettings registry = DecodeFragment.registry(config).orElse(null);
        if (registry == null) {
            return settings;
        }
        Backoff backoff = new Backoff(registry.backoff(), registry.maxBackoff(), new Random());
        return settings.with(new RegistryClient(registry, TimeSource.SYSTEM, backoff::delayNanos));
    }

    private static int threads(Lanes lanes) {
        if (lanes instanceof Lanes.ByKey keyed) {
            return keyed.count();
        }
        return ((Lanes.ByPartition) lanes).threads();
    }

    @Override
    public final void open(Collection<TopicPartition> partitions) {
        try {
            running().open(partitions);
        } catch (ConnectException e) {
            throw e;
        } catch (Exception e) {
            throw new ConnectException("Cannot ask the target where to go on with " + partitions, e);
        }
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        running().put(records);
    }

    /** What is safe, in place of what has been handed over: that may still be under way. */
    @Override
    public final Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        Map<TopicPartition, Long> consumed = new HashMap<>();
        currentOffsets.forEach((partition, offset) -> consumed.put(partition, offset.offset()));
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        running()
                .committable(consumed)
                .forEach((partition, offset) -> safe.put(partition, new OffsetAndMetadata(offset, COMMITTED_BY)));
        return safe;
    }

    @Override
    public final void close(Collection<TopicPartition> partitions) {
        running().close(partitions);
    }

    /** May be called after a start that failed half-way. */
    @Override
    public final void stop() {
        if (jmx != null) {
            jmx.close();
            jmx = null;
        }
        if (pipeline != null) {
            pipeline.close();
            pipeline = null;
        }
    }

    private SinkPipeline running() {
        return Objects.requireNonNull(pipeline, "the worker starts a task before it uses it");
    }
}
