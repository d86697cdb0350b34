/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.lane.Backoff;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.KeyGate;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEnvironment;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.lane.LaneExecutor;
import io.millrace.sink.lane.LaneSettings;
import io.millrace.sink.lane.Outages;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.order.OrderEvents;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink task without Connect around it: decodes records, keeps books of what is owed, and hands events to lanes. Plain
 * Java; clock, threads and dead letters are given. All methods are for the task thread.
 *
 * <p>{@link #put} never waits for the target. It must be called often, with or without records: it is there that letters
 * are acknowledged, partitions paused and resumed, and failures thrown.
 */
public final class SinkPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkPipeline.class);
    /** How late a failure, an acknowledged letter or a wake-up may be noticed. */
    private static final long CALL_WITHIN_MS = 100;
    /** The same while the consumer is held back: the shorter, the less lanes can run dry. */
    private static final long CALL_SOON_MS = 5;

    private final PipelineSettings settings;
    private final Target target;
    private final Worker worker;
    private final LaneExecutor executor;
    private final TimeSource time;
    private final SinkMetrics metrics;
    private final OffsetLedger ledger = new OffsetLedger();
    private final InFlightBytes inFlight = new InFlightBytes();
    private final AtomicReference<@Nullable Failure> fatal = new AtomicReference<>();
    private final Outages outages;
    private final DeadLetterDesk desk;
    private final Router router;
    private final Barrier barrier;
    private final Flow flow;
    private final Assignments assignments;
    private final KeyOrder order;
    private final Intake intake;

    private final Queue<Rewind> rewinds = new ConcurrentLinkedQueue<>();

    /**
     * @param letters where records go that can never be written, or {@code null} if one of them fails the task
     * @param random makes waits uneven; used by several threads
     */
    public SinkPipeline(
            PipelineSettings settings,
            Target target,
            Worker worker,
            @Nullable DeadLetterQueue<Slip> letters,
            LaneExecutor executor,
            SinkMetrics metrics,
            TimeSource time,
            RandomGenerator random) {
        this(settings, target, worker, letters, Ordering.none(settings.name()), executor, metrics, time, random);
    }

    /**
     * @param letters where records go that can never be written, or {@code null} if one of them fails the task
     * @param ordering what becomes of later records of their keys
     * @param random makes waits uneven; used by several threads
     */
    public SinkPipeline(
            PipelineSettings settings,
            Target target,
            Worker worker,
            @Nullable DeadLetterQueue<Slip> letters,
            Ordering ordering,
            LaneExecutor executor,
            SinkMetrics metrics,
            TimeSource time,
            RandomGenerator random) {
        this.settings = settings;
        this.target = target;
        this.worker = worker;
        this.executor = executor;
        this.metrics = metrics;
        this.time = time;
        Capabilities capabilities = target.capabilities();
        this.outages = new Outages(settings.name(), settings.retries(), metrics, time, random);
        this.desk = new DeadLetterDesk(letters, ordering.settings().policies(), ledger, inFlight, metrics, time);
        boolean perPartition = capabilities.lanes() instanceof Lanes.ByPartition;
        LaneEvents events = new Events();
        this.order = order(ordering, letters != null, perPartition, events, random);
        LaneEnvironment environment = environment(
                new LaneSettings(settings.batchMaxRecords(), settings.batchMaxBytes(), perPartition),
                settings.retries(),
                order.gate(),
                events,
                random);
        this.router = new Router(
                capabilities.lanes(),
                name -> new Lane(settings.name() + "-" + name, environment, executor, target::lane));
        this.barrier = new Barrier(router, order.desk());
        DecodeOutage undecoded =
                new DecodeOutage(settings.name(), settings.retries().targetDownBudget());
        this.flow = new Flow(worker, inFlight, outages.heldBack(), settings.bufferMaxBytes());
        this.assignments =
                new Assignments(settings.name(), target, takeOver(random), ledger, router, flow, worker, time);
        EventDecoder decoder = new EventDecoder(settings.decode());
        this.intake = new Intake(
                decoder, assignments, ledger, inFlight, metrics, router, barrier, undecoded, desk, order, flow, time);
        new PipelineGauges(router, inFlight, ledger, outages, flow, undecoded, desk, time).describe(metrics);
        order.describe(metrics);
        // Partitions come in the middle of the worker's first poll. If they cannot be ours yet they are paused, and
        // with
        // nothing to read that poll would last until offsets are due, a minute or more, before anybody asked again.
        worker.callWithin(CALL_WITHIN_MS);
    }

    private LaneEnvironment environment(
            LaneSettings lane, RetrySettings retries, KeyGate gate, LaneEvents events, RandomGenerator random) {
        return new LaneEnvironment(
                lane, retries, target.classifier(), outages, ledger, inFlight, metrics, gate, events, time, random);
    }

    private KeyOrder order(
            Ordering ordering, boolean hasLetters, boolean perPartition, LaneEvents events, RandomGenerator random) {
        if (ordering.store() == null || !hasLetters) {
            return new KeyOrder(settings.name(), time);
        }
        return new KeyOrder(
                ordering,
                settings,
                desk,
                new Letters(),
                new LetterLanes(
                        settings,
                        target,
                        executor,
                        perPartition,
                        (lane, retries, own) -> environment(lane, retries, KeyGate.OPEN, own, random)),
                events,
                ledger,
                inFlight,
                metrics,
                time);
    }

    private @Nullable TakeOver takeOver(RandomGenerator random) {
        RetrySettings retries = settings.retries();
        return target.progress()
                .map(store -> new TakeOver(
                        settings.name(),
                        store,
                        target.classifier(),
                        retries.pauseOnSystemic(),
                        ledger,
                        new Backoff(retries.backoff(), retries.maxBackoff(), random),
                        time))
                .orElse(null);
    }

    /**
     * Partitions have been assigned.
     *
     * @throws Exception if the target keeps offsets and cannot be asked
     */
    public void open(Collection<TopicPartition> partitions) throws Exception {
        assignments.open(partitions);
        order.open(assignments.sources(partitions));
    }

    /**
     * Takes records on. Comes back promptly; what cannot be written now is kept, and partitions are paused when too much
     * is.
     *
     * @throws PipelineFailedException if no record can be written as things are configured
     * @throws io.millrace.dlq.RecordFailedException if a record cannot be written and there are no dead letters
     */
    public void put(Collection<SinkRecord> records) {
        failIfFatal();
        long now = time.nanos();
        for (SinkRecord record : records) {
            intake.take(record, now);
        }
        for (Lane lane : router.all()) {
            lane.publish();
        }
        assignments.mark();
        pump();
    }

    /** Everything that must happen now and then, with or without records. */
    private void pump() {
        metrics.tick(time.nanos());
        own();
        rewind();
        desk.pump();
        order.pump(barrier.truncate());
        intake.letThrough();
        // With nothing under way there would be nobody to find out that the target is back.
        boolean blocked = desk.isBlocked() || order.isBlocked();
        boolean stopped = (outages.target().isOpen() || blocked) && inFlight.sum() > 0;
        flow.regulate(intake.isHeldBack() || stopped);
        flow.relieve(router.all());
        if (ledger.takeCommitRequest()) {
            worker.requestCommit();
        }
        failIfFatal();
        boolean soon = barrier.isUp() || flow.isPaused() || desk.isBusy() || assignments.isWaiting() || !order.isIdle();
        worker.callWithin(soon ? CALL_SOON_MS : CALL_WITHIN_MS);
    }

    /** Partitions that others have taken over, or that are not quite ours yet. */
    private void own() {
        for (Assignments.Notice notice = assignments.nextNotice(); notice != null; notice = assignments.nextNotice()) {
            TopicPartition partition = notice.source().topicPartition();
            close(List.of(partition));
            switch (notice.why()) {
                case TAKEN_OVER -> assignments.giveUp(partition);
                case TARGET_WENT_BACK -> {
                    LOG.warn(
                            "{}: the target has lost writes to {} that it had acknowledged; they are written again",
                            settings.name(),
                            partition);
                    assignments.openAtTarget(List.of(partition));
                    order.open(assignments.sources(List.of(partition)));
                }
            }
        }
        assignments.attempt();
        assignments.checkDisowned();
    }

    /** Begins partitions anew whose writers have asked for it. */
    private void rewind() {
        for (Rewind wanted = rewinds.poll(); wanted != null; wanted = rewinds.poll()) {
            TopicPartition partition = wanted.partition().topicPartition();
            if (ledger.assignment(partition) == wanted.partition()) {
                LOG.info("{}: {} goes on again at offset {}", settings.name(), partition, wanted.offset());
                close(List.of(partition));
                assignments.openAt(partition, wanted.offset());
                order.open(assignments.sources(List.of(partition)));
            }
        }
    }

    private void failIfFatal() {
        Failure failure = fatal.get();
        if (failure != null) {
            throw new PipelineFailedException(failure, settings.name());
        }
    }

    /** For each partition that has had a record: the first offset that is not safe. */
    public Map<TopicPartition, Long> positions() {
        return ledger.positions();
    }

    /**
     * What may be committed.
     *
     * @param consumed for each partition the offset after the last record that the worker has read, those that
     *     transformations have dropped included
     */
    public Map<TopicPartition, Long> committable(Map<TopicPartition, Long> consumed) {
        if (!outages.target().isOpen()) {
            assignments.store();
        }
        return ledger.committable(assignments.owned(consumed));
    }

    /**
     * Partitions have been lost. What they still owe is forgotten: it will be handed out again, here or elsewhere. Waits a
     * bounded time for writes under way, so that no late one overtakes the next owner's.
     */
    public void close(Collection<TopicPartition> partitions) {
        long deadline = time.nanos() + settings.closeTimeout().toNanos();
        List<Lane> ended = new ArrayList<>();
        List<SourcePartition> lost = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            SourcePartition source = assignments.close(partition);
            if (source != null) {
                lost.add(source);
                ended.addAll(router.revoked(source));
            }
        }
        flow.revoked(partitions);
        intake.forgetRevoked();
        for (Lane lane : ended) {
            waitedFor(lane, lane.forgetRevoked(remaining(deadline)));
            lane.close(remaining(deadline));
        }
        for (Lane lane : router.all()) {
            waitedFor(lane, lane.forgetRevoked(remaining(deadline)));
        }
        waitedFor(order, order.revoked(lost, remaining(deadline)));
        outages.destinations().forgetUnused(time.nanos());
    }

    private void waitedFor(Object lane, boolean calm) {
        if (!calm) {
            LOG.warn(
                    "{}: a write is still under way after {} ('close.timeout.ms'); its result will be ignored",
                    lane,
                    settings.closeTimeout());
        }
    }

    private long remaining(long deadline) {
        return Math.max(0, deadline - time.nanos());
    }

    /** Whether something is being done with letters because somebody wants it. */
    public boolean isReplaying() {
        return order.isReplaying();
    }

    /** Whether everything taken on is safe. */
    public boolean isClear() {
        return ledger.isClear() && !barrier.isUp();
    }

    /** Ends everything. What is not safe by then comes again from Kafka. */
    @Override
    public void close() {
        long deadline = time.nanos() + settings.closeTimeout().toNanos();
        for (Lane lane : router.all()) {
            waitedFor(lane, lane.close(remaining(deadline)));
        }
        waitedFor(order, order.close(remaining(deadline)));
        executor.close();
        order.close();
        desk.close();
        target.close();
    }

    private final class Letters implements OrderEvents {
        @Override
        public void send(FailedRecord letter, Runnable safe) {
            desk.send(letter, safe);
        }

        @Override
        public boolean targetKeepsProgress() {
            return assignments.targetKeepsProgress();
        }

        @Override
        public boolean isAwaited(SourcePartition source) {
            return assignments.isWaiting(source);
        }
    }

    private final class Events implements LaneEvents {
        @Override
        public boolean dead(ChangeEvent event, Stage stage, Failure failure, int attempts, long firstFailedAt) {
            return desk.handIn(event, stage, failure, attempts, firstFailedAt);
        }

        @Override
        public void disowned(SourcePartition source, Disowned why) {
            assignments.disowned(source, why);
        }

        @Override
        public void fatal(Failure failure) {
            fatal.compareAndSet(null, failure);
        }

        @Override
        public void rewind(SourcePartition partition, long offset) {
            rewinds.add(new Rewind(partition, offset));
        }
    }

    /** A writer cannot publish what it was given from an offset on. */
    private record Rewind(SourcePartition partition, long offset) {}
}
