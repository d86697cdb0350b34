/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.HeldBack;
import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.Lane;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Back-pressure: pauses the task's partitions while too much is under way. Confined to the task thread.
 *
 * <p>Records that are held back in lanes are counted apart, since what could be written must not wait for them: when there
 * are too many, only the partitions that they come from are paused.
 *
 * <p>There is a gap between the mark that pauses and the one that resumes, so that the consumer does not flutter and lanes
 * have something to do until it is back.
 */
final class Flow {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final Worker worker;
    private final InFlightBytes inFlight;
    private final HeldBack heldBack;
    private final long high;
    private final long low;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> withheld = new HashSet<>();
    private final Set<TopicPartition> halted = new HashSet<>();
    private boolean paused;
    private long pauses;

    Flow(Worker worker, InFlightBytes inFlight, HeldBack heldBack, long maxBytes) {
        this.worker = worker;
        this.inFlight = inFlight;
        this.heldBack = heldBack;
        this.high = maxBytes;
        this.low = maxBytes / 2;
    }

    void assigned(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        if (paused) {
            worker.pause(partitions);
        } else {
            // The worker may remember a pause from an earlier assignment of the same partition.
            worker.resume(partitions);
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
        withheld.removeAll(partitions);
        halted.removeAll(partitions);
    }

    /** Pauses a partition of which nothing more may come until {@link #endHalt}. */
    void halt(TopicPartition partition) {
        if (halted.add(partition)) {
            worker.pause(List.of(partition));
        }
    }

    boolean isHalted(TopicPartition partition) {
        return halted.contains(partition);
    }

    /** Nothing is halted any more. */
    void endHalt() {
        Set<TopicPartition> over = Set.copyOf(halted);
        halted.clear();
        if (!paused) {
            resume(over);
        }
    }

    /**
     * Pauses or resumes as it is needed now.
     *
     * @param closed whether nothing may come for another reason than bytes
     */
    void regulate(boolean closed) {
        long all = inFlight.sum();
        long held = heldBack.bytes();
        long bytes = all - held;
        boolean full = bytes > high || all > 2 * high;
        if (!paused && (closed || full)) {
            paused = true;
            pauses++;
            LOG.debug("Pausing {} partitions with {} bytes under way", assigned.size(), bytes);
            worker.pause(assigned);
        } else if (paused && !closed && !full && bytes <= low) {
            paused = false;
            LOG.debug("Resuming {} partitions with {} bytes under way", assigned.size(), bytes);
            resume(assigned);
        }
        withhold(held);
    }

    /** Pauses and resumes the partitions that records come from which are held back. */
    private void withhold(long held) {
        if (withheld.isEmpty() && held <= low) {
            return;
        }
        Set<TopicPartition> sources = heldBack.partitions();
        sources.retainAll(held > low ? assigned : withheld);
        if (held <= low / 2) {
            sources.clear();
        }
        Set<TopicPartition> over = new HashSet<>(withheld);
        over.removeAll(sources);
        withheld.removeAll(over);
        if (!paused) {
            resume(over);
        }
        sources.removeAll(withheld);
        withheld.addAll(sources);
        worker.pause(sources);
    }

    private void resume(Collection<TopicPartition> partitions) {
        Set<TopicPartition> resumed = new HashSet<>(partitions);
        resumed.removeAll(withheld);
        resumed.removeAll(halted);
        worker.resume(resumed);
    }

    /**
     * While paused for bytes: if writers hold most of them for entries they have deferred, asks the one that holds most
     * to publish, since nothing else would ever free them.
     */
    void relieve(Collection<Lane> lanes) {
        if (!paused || inFlight.sum() <= low) {
            return;
        }
        Lane fullest = null;
        long held = 0;
        for (Lane lane : lanes) {
            long bytes = lane.heldBytes();
            held += bytes;
            if (bytes > 0 && (fullest == null || bytes > fullest.heldBytes())) {
                fullest = lane;
            }
        }
        if (fullest != null && held > low / 2) {
            fullest.relieve();
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** How many partitions are paused since records of theirs are held back, by something missing or by a letter. */
    int withheld() {
        return withheld.size() + halted.size();
    }

    long pausesTotal() {
        return pauses;
    }
}
