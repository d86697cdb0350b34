/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.Lane;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Back-pressure: pauses the task's partitions while too much is under way. Confined to the task thread.
 *
 * <p>There is a gap between the mark that pauses and the one that resumes, so that the consumer does not flutter and lanes
 * have something to do until it is back.
 */
final class Flow {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final Worker worker;
    private final InFlightBytes inFlight;
    private final long high;
    private final long low;
    private final Set<TopicPartition> assigned = new HashSet<>();
    private boolean paused;
    private long pauses;

    Flow(Worker worker, InFlightBytes inFlight, long maxBytes) {
        this.worker = worker;
        this.inFlight = inFlight;
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
    }

    /**
     * Pauses or resumes as it is needed now.
     *
     * @param closed whether nothing may come for another reason than bytes
     */
    void regulate(boolean closed) {
        long bytes = inFlight.sum();
        if (!paused && (closed || bytes > high)) {
            paused = true;
            pauses++;
            LOG.debug("Pausing {} partitions with {} bytes under way", assigned.size(), bytes);
            worker.pause(assigned);
        } else if (paused && !closed && bytes <= low) {
            paused = false;
            LOG.debug("Resuming {} partitions with {} bytes under way", assigned.size(), bytes);
            worker.resume(assigned);
        }
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

    long pausesTotal() {
        return pauses;
    }
}
