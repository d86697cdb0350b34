/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter;
import org.apache.kafka.connect.runtime.errors.ErrorHandlingMetrics;
import org.apache.kafka.connect.runtime.errors.LogReporter;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.runtime.errors.ToleranceType;
import org.apache.kafka.connect.runtime.errors.WorkerErrantRecordReporter;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.util.ConnectorTaskId;

/** The dead-letter queue of a worker's task, put together from the worker's own classes. Confined to the test's thread. */
final class NativeQueue implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final RetryWithToleranceOperator<ConsumerRecord<byte[], byte[]>> operator;
    private final WorkerErrantRecordReporter reporter;
    private final ConnectMetrics metrics;

    /**
     * @param topic must be there
     * @param producer settings of the letters' producer beside the worker's own
     */
    NativeQueue(String bootstrap, String topic, ToleranceType tolerance, Map<String, Object> producer) {
        this(bootstrap, topic, tolerance, 0, producer);
    }

    /** @param retryMillis {@code errors.retry.timeout} */
    NativeQueue(
            String bootstrap, String topic, ToleranceType tolerance, long retryMillis, Map<String, Object> producer) {
        Map<String, String> worker = Map.of(
                "bootstrap.servers",
                bootstrap,
                "key.converter",
                JsonConverter.class.getName(),
                "value.converter",
                JsonConverter.class.getName(),
                "offset.storage.file.filename",
                "unused",
                "plugin.discovery",
                "service_load");
        metrics = new ConnectMetrics("worker", new StandaloneConfig(worker), Time.SYSTEM, "cluster");
        ConnectorTaskId task = new ConnectorTaskId("orders-sink", 0);
        ErrorHandlingMetrics errors = new ErrorHandlingMetrics(task, metrics);
        SinkConnectorConfig connector = new SinkConnectorConfig(
                new Plugins(worker),
                Map.of(
                        "name", "orders-sink",
                        "connector.class", "Somebody's",
                        "topics", PARTITION.topic(),
                        "errors.tolerance", tolerance.value(),
                        "errors.log.enable", "true",
                        "errors.deadletterqueue.topic.name", topic,
                        "errors.deadletterqueue.topic.replication.factor", "1",
                        "errors.deadletterqueue.context.headers.enable", "true"));
        operator = new RetryWithToleranceOperator<>(
                retryMillis, Duration.ofMinutes(1).toMillis(), tolerance, Time.SYSTEM, errors);
        operator.reporters(List.of(
                new LogReporter.Sink(task, connector, errors),
                DeadLetterQueueReporter.createAndSetup(
                        Map.of("bootstrap.servers", bootstrap),
                        task,
                        connector,
                        producer(bootstrap, producer),
                        errors)));
        JsonConverter keys = new JsonConverter();
        keys.configure(Map.of(), true);
        JsonConverter values = new JsonConverter();
        values.configure(Map.of(), false);
        reporter = new WorkerErrantRecordReporter(operator, keys, values, new SimpleHeaderConverter());
    }

    /** What {@code Worker.baseProducerConfigs} has. */
    private static Map<String, Object> producer(String bootstrap, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("key.serializer", ByteArraySerializer.class.getName());
        config.put("value.serializer", ByteArraySerializer.class.getName());
        config.put("request.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        config.put("max.block.ms", Long.toString(Long.MAX_VALUE));
        config.put("acks", "all");
        config.put("enable.idempotence", "false");
        config.put("max.in.flight.requests.per.connection", "1");
        config.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        config.putAll(more);
        return config;
    }

    /** What a task gets. */
    WorkerErrantRecordReporter reporter() {
        return reporter;
    }

    /** What the worker does before it commits offsets. */
    void commit() {
        reporter.awaitFutures(List.of(PARTITION));
        reporter.maybeThrowAsyncError();
    }

    /** What the worker does when a partition is taken from the task. */
    void revoke() {
        reporter.cancelFutures(List.of(PARTITION));
    }

    /** What the worker does with a record whose converter has to try again, while the task is told to stop. */
    Object stopWhileConverting() {
        ConsumerRecord<byte[], byte[]> consumed =
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 7L, null, "{".getBytes(UTF_8));
        return operator.execute(
                new ProcessingContext<>(consumed),
                () -> {
                    operator.triggerStop();
                    throw new RetriableException("the registry does not answer");
                },
                Stage.VALUE_CONVERTER,
                JsonConverter.class);
    }

    /** What the worker does with a record that it cannot convert; what it hands to the task is nothing. */
    Object failConversion() {
        ConsumerRecord<byte[], byte[]> consumed =
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 7L, null, "{".getBytes(UTF_8));
        return operator.execute(
                new ProcessingContext<>(consumed),
                () -> {
                    throw new DataException("no JSON");
                },
                Stage.VALUE_CONVERTER,
                JsonConverter.class);
    }

    @Override
    public void close() {
        operator.close();
        metrics.stop();
    }
}
