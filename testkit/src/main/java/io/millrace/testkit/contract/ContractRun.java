/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import static org.awaitility.Awaitility.await;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.LaneThreads;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import io.millrace.testkit.simulation.SimulatedWorker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** One task's life with a target: a pipeline with real threads, driven by the test. Confined to the test's thread. */
public final class ContractRun implements AutoCloseable {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

    private final KeptLetters letters = new KeptLetters();
    private final SimulatedWorker worker = new SimulatedWorker();
    private final SinkMetrics metrics = new SinkMetrics();
    private final Set<TopicPartition> opened = new HashSet<>();
    private final SinkPipeline pipeline;
    private final Duration dependencyBudget;

    /** A new task with a new instance of the target. */
    public ContractRun(ContractTarget contract) {
        this(contract, Duration.ofMinutes(10));
    }

    /** @param dependencyBudget how long records are held for what must come before them */
    ContractRun(ContractTarget contract, Duration dependencyBudget) {
        this(contract, dependencyBudget, DecodeFormat.CONNECT);
    }

    /** A new task that decodes bytes itself. */
    ContractRun(ContractTarget contract, DecodeFormat format) {
        this(contract, Duration.ofMinutes(10), format);
    }

    /** A dry run. */
    static ContractRun rehearsal(ContractTarget contract) {
        return new ContractRun(contract, Duration.ZERO, DecodeFormat.CONNECT, new Rehearsed(contract.open()));
    }

    private ContractRun(ContractTarget contract, Duration dependencyBudget, DecodeFormat format) {
        this(contract, dependencyBudget, format, contract.open());
    }

    private ContractRun(
            ContractTarget contract, Duration dependencyBudget, DecodeFormat format, Target target) {
        this.dependencyBudget = dependencyBudget;
        Destination destination = new Destination(
                contract.destination(), "", target.capabilities().handling().folding());
        TopicSettings topic =
                new TopicSettings(destination, KeySource.RECORD_KEY, List.of(), true, true).decoding(format);
        Lanes lanes = target.capabilities().lanes();
        int threads = lanes instanceof Lanes.ByKey keyed ? keyed.count() : ((Lanes.ByPartition) lanes).threads();
        pipeline = new SinkPipeline(
                new PipelineSettings(
                        "contract",
                        new DecodeSettings(
                                "__debezium_unavailable_value",
                                target.capabilities().needsKeys(),
                                name -> topic),
                        retries(),
                        5_000,
                        1 << 20,
                        64 << 20,
                        Duration.ofSeconds(10)),
                target,
                worker,
                new DeadLetterQueue<>(List.of(letters), InstantSource.system()),
                new LaneThreads("contract", threads, Duration.ofSeconds(10)),
                metrics,
                TimeSource.SYSTEM,
                new Random());
    }

    private RetrySettings retries() {
        return new RetrySettings(
                Duration.ofMillis(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                dependencyBudget,
                Optional.empty(),
                false,
                FailureOverrides.NONE);
    }

    /** Hands records over, after opening their partitions if need be. */
    public ContractRun put(List<SinkRecord> records) throws Exception {
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
            if (opened.add(partition)) {
                pipeline.open(List.of(partition));
            }
        }
        pipeline.put(records);
        return this;
    }

    /** Waits until everything handed over is safe. */
    public ContractRun drain() {
        await("everything is safe").atMost(LONGEST_DRAIN).pollInSameThread().until(() -> {
            pipeline.put(List.of());
            return pipeline.isClear();
        });
        pipeline.put(List.of());
        return this;
    }

    /** Polls without records until a metric is at least {@code least}. */
    void awaitMetric(String name, double least) {
        await(name).atMost(LONGEST_DRAIN).pollInSameThread().until(() -> {
            pipeline.put(List.of());
            return metric(name) >= least;
        });
    }

    /** Polls without records until the target has failed once, in whatever way. */
    void awaitFailure() {
        await("a failure").atMost(LONGEST_DRAIN).pollInSameThread().until(() -> {
            pipeline.put(List.of());
            return metric("failures-transient-total")
                            + metric("failures-target-down-total")
                            + metric("failures-unclassified-total")
                    > 0;
        });
    }

    /** The value of a metric now. */
    public double metric(String name) {
        return metrics.gauges().stream()
                .filter(gauge -> gauge.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsDouble();
    }

    /** What may be committed. */
    Map<TopicPartition, Long> positions() {
        return new HashMap<>(pipeline.positions());
    }

    /** The letters so far. */
    public List<FailedRecord> letters() {
        return letters.all();
    }

    /** Gives all partitions up, as in a rebalance. */
    void revokeAll() {
        pipeline.close(opened);
        opened.clear();
    }

    /** Ends the task. */
    @Override
    public void close() {
        pipeline.close();
    }
}
