/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Disowned;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of this task: where each of them goes on, and whether it is this task's at the target, too. Confined to
 * the task thread, but for {@link #disowned}.
 */
final class Assignments {
    private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);
    /** A worker that has been thought dead learns within its session timeout that its partitions are gone. */
    private static final long LONGEST_DISOWNED_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final String name;
    private final Target target;
    private final @Nullable TakeOver takeOver;
    private final @Nullable SourceRepeats repeats;
    private final OffsetLedger ledger;
    private final Router router;
    private final Flow flow;
    private final Worker worker;
    private final TimeSource time;

    private final Map<TopicPartition, SourcePartition> open = new HashMap<>();
    private final Map<SourcePartition, Resumption> resumptions = new IdentityHashMap<>();
    private final Map<TopicPartition, Long> disownedSince = new HashMap<>();
    private final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();

    private @Nullable SourcePartition lastSource;
    private @Nullable Resumption lastResumption;

    /** @param takeOver for targets that keep progress, else {@code null} */
    Assignments(
            String name,
            Target target,
            @Nullable TakeOver takeOver,
            OffsetLedger ledger,
            Router router,
            Flow flow,
            Worker worker,
            TimeSource time) {
        this.name = name;
        this.target = target;
        this.takeOver = takeOver;
        this.repeats = takeOver != null && takeOver.keepsSourceMarks() ? new SourceRepeats(ledger) : null;
        this.ledger = ledger;
        this.router = router;
        this.flow = flow;
        this.worker = worker;
        this.time = time;
    }

    /** @throws Exception if the target keeps offsets and cannot be asked */
    void open(Collection<TopicPartition> partitions) throws Exception {
        if (takeOver != null) {
            openAtTarget(partitions);
            return;
        }
        Map<TopicPartition, Long> resume = target.resumeFrom(partitions);
        assign(partitions);
        flow.assigned(partitions);
        seek(resume);
    }

    /** Reads a partition again from an offset on. */
    void openAt(TopicPartition partition, long offset) {
        assigned(ledger.assign(partition, offset));
        forgetLast();
        flow.assigned(List.of(partition));
        worker.seek(Map.of(partition, offset));
    }

    /** Partitions are handed out only when they are ours at the target. */
    void openAtTarget(Collection<TopicPartition> partitions) {
        worker.pause(partitions);
        if (takeOver != null) {
            takeOver.begin(assign(partitions));
            attempt();
        }
    }

    private List<SourcePartition> assign(Collection<TopicPartition> partitions) {
        List<SourcePartition> sources = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            SourcePartition source = ledger.assign(partition);
            assigned(source);
            sources.add(source);
        }
        forgetLast();
        return sources;
    }

    private void assigned(SourcePartition source) {
        router.assigned(source);
        open.put(source.topicPartition(), source);
        disownedSince.remove(source.topicPartition());
    }

    /** Asks the target again for what it has not told yet. */
    void attempt() {
        if (takeOver == null) {
            return;
        }
        Map<TopicPartition, Long> resume = new HashMap<>();
        takeOver.attempt().forEach((source, resumption) -> {
            resumptions.put(source, resumption);
            if (repeats != null) {
                repeats.begin(source, resumption.mark());
            }
            if (resumption.firstOffset() != Resumption.KAFKAS) {
                resume.put(source.topicPartition(), resumption.firstOffset());
            }
            flow.assigned(List.of(source.topicPartition()));
        });
        forgetLast();
        seek(resume);
    }

    private void seek(Map<TopicPartition, Long> resume) {
        if (!resume.isEmpty()) {
            LOG.info("{}: the target asks to go on from {}", name, resume);
            worker.seek(resume);
        }
    }

    /**
     * The assignment that a record belongs to, or {@code null} if it must be dropped because the partition is not ours at
     * the target: then it comes again, here or elsewhere.
     */
    @Nullable
    SourcePartition source(SinkRecord record) {
        SourcePartition known = lastSource;
        if (known != null
                && known.partition() == record.originalKafkaPartition()
                && known.topic().equals(record.originalTopic())) {
            return known;
        }
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        SourcePartition source = open.get(partition);
        if (source == null) {
            if (disownedSince.containsKey(partition)) {
                return null;
            }
            throw new IllegalStateException(
                    "The worker handed over a record of " + partition + ", which it has not assigned to this task");
        }
        if (takeOver != null && takeOver.isWaiting(source)) {
            takeOver.dropped(source, record.originalKafkaOffset());
            return null;
        }
        lastSource = source;
        lastResumption = resumptions.get(source);
        return source;
    }

    /**
     * Whether a record has had its effect: under an earlier owner, or as another record of the same change. To be asked once
     * for each record.
     *
     * @throws PipelineFailedException if it lies before the offset that was asked for
     */
    boolean isOver(Decoded decoded, SourcePartition source, long offset) {
        if (takeOver == null) {
            return false;
        }
        boolean repeated = isRepeat(decoded, source, offset);
        return isSafe(source, offset) || repeated;
    }

    private boolean isRepeat(Decoded decoded, SourcePartition source, long offset) {
        if (repeats == null) {
            return false;
        }
        if (decoded instanceof ChangeEvent event) {
            return repeats.isRepeat(event);
        }
        repeats.passed(source, offset);
        return false;
    }

    /** What is known of sources by now will be stored with what is written. */
    void mark() {
        if (repeats != null) {
            repeats.mark();
        }
    }

    private boolean isSafe(SourcePartition source, long offset) {
        Resumption resumption = source == lastSource ? lastResumption : resumptions.get(source);
        if (resumption == null) {
            return false;
        }
        if (offset < resumption.firstOffset()) {
            throw new PipelineFailedException(
                    wentBack(resumption.firstOffset()), source.topicPartition() + "@" + offset);
        }
        if (resumption.isOverAt(offset)) {
            resumptions.remove(source);
            lastResumption = source == lastSource ? null : lastResumption;
            return false;
        }
        return resumption.isSafe(offset);
    }

    private static Failure wentBack(long expected) {
        return new Failure.Systemic(
                FailureCode.of("core", "offsets-went-back"),
                "came although the target has everything below " + expected + ". If the topic was made anew, stop the"
                        + " connector and reset its offsets: DELETE /connectors/<name>/offsets",
                null);
    }

    /** A lane has found that a partition is not ours any more. Any thread. */
    void disowned(SourcePartition source, Disowned why) {
        notices.add(new Notice(source, why));
    }

    /** The next notice that still matters, or {@code null}. */
    @Nullable
    Notice nextNotice() {
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            if (open.get(notice.source.topicPartition()) == notice.source) {
                return notice;
            }
        }
        return null;
    }

    /** A partition that was closed is written by somebody else; the worker will say so, too. */
    void giveUp(TopicPartition partition) {
        LOG.info("{}: {} is given up; another task has taken it over", name, partition);
        disownedSince.put(partition, time.nanos());
        worker.pause(List.of(partition));
    }

    /** @throws PipelineFailedException if a partition has been somebody else's for so long that it cannot be a rebalance */
    void checkDisowned() {
        if (disownedSince.isEmpty()) {
            return;
        }
        long now = time.nanos();
        disownedSince.forEach((partition, since) -> {
            if (now - since >= LONGEST_DISOWNED_NANOS) {
                throw new PipelineFailedException(TakeOver.takenOver(partition.toString()), name);
            }
        });
    }

    /** Stores positions that have moved without a batch. */
    void store() {
        if (takeOver != null) {
            takeOver.store(open.values()).forEach(this::disowned);
        }
    }

    /** The assignments of partitions that are open. */
    List<SourcePartition> sources(Collection<TopicPartition> partitions) {
        List<SourcePartition> sources = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            SourcePartition source = open.get(partition);
            if (source != null) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** Ends an assignment. Returns it, or {@code null} if there is none. */
    @Nullable
    SourcePartition close(TopicPartition partition) {
        disownedSince.remove(partition);
        SourcePartition source = open.remove(partition);
        if (source != null) {
            ledger.revoke(partition);
            resumptions.remove(source);
            if (takeOver != null) {
                takeOver.release(source);
            }
            if (repeats != null) {
                repeats.end(source);
            }
        }
        forgetLast();
        return source;
    }

    /** The part of a map that is about partitions which are ours: of the others nothing may be committed. */
    Map<TopicPartition, Long> owned(Map<TopicPartition, Long> consumed) {
        if (!isWaiting()) {
            return consumed;
        }
        Map<TopicPartition, Long> owned = new HashMap<>(consumed);
        owned.keySet().removeIf(partition -> {
            SourcePartition source = open.get(partition);
            return source != null && takeOver != null && takeOver.isWaiting(source);
        });
        return owned;
    }

    private void forgetLast() {
        lastSource = null;
        lastResumption = null;
    }

    /** Whether the target keeps how far partitions are. */
    boolean targetKeepsProgress() {
        return takeOver != null;
    }

    /** Whether the target has yet to tell how far a partition is. */
    boolean isWaiting(SourcePartition source) {
        return takeOver != null && takeOver.isWaiting(source);
    }

    /** Partitions that wait until the target tells how far they are. */
    boolean isWaiting() {
        return takeOver != null && !takeOver.waiting().isEmpty();
    }

    /** What a lane has found. */
    record Notice(SourcePartition source, Disowned why) {}
}
