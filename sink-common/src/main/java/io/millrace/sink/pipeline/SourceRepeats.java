/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.SourceOperation;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises changes that a source has sent before: one that crashed goes on from where it last said it was, and what it
 * had sent since comes again at new offsets. Confined to the task thread.
 *
 * <p>What is known after some offset depends on the records before it alone, so it is handed to the ledger as a mark and
 * comes back when the partition is taken over.
 */
final class SourceRepeats {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRepeats.class);
    private static final int MOST_SOURCES = 16;

    private final OffsetLedger ledger;
    private final ChangeFingerprint fingerprint = new ChangeFingerprint();
    private final Map<SourcePartition, OfPartition> partitions = new IdentityHashMap<>();
    private final List<OfPartition> touched = new ArrayList<>();
    private @Nullable OfPartition last;

    SourceRepeats(OffsetLedger ledger) {
        this.ledger = ledger;
    }

    /** A partition has been taken over. */
    void begin(SourcePartition source, Progress.@Nullable Mark mark) {
        List<SourceLog> logs = mark == null ? new ArrayList<>() : SourceLogs.parse(mark.text(), fingerprint);
        partitions.put(source, new OfPartition(source, logs));
    }

    void end(SourcePartition source) {
        partitions.remove(source);
        last = null;
    }

    /** A record that is no change, or that nothing can be made of. */
    void passed(SourcePartition source, long offset) {
        of(source).reach(offset);
    }

    /** Whether a change has been sent before. To be asked once for every change, in the order of their offsets. */
    boolean isRepeat(ChangeEvent event) {
        OfPartition partition = of(event.origin().source());
        partition.reach(event.origin().offset());
        SourcePosition position = event.origin().position();
        // Rows of a snapshot share a position and say nothing about changes.
        if (position == null || event.operation() == SourceOperation.SNAPSHOT) {
            return false;
        }
        SourceLog log = partition.log(position.source(), fingerprint);
        return log != null && log.isRepeat(event, position);
    }

    /** Hands what is known by now to the ledger. */
    void mark() {
        for (OfPartition partition : touched) {
            if (!partition.source.isRevoked()) {
                ledger.mark(partition.source, new Progress.Mark(partition.nextOffset, SourceLogs.text(partition.logs)));
            }
            partition.touched = false;
        }
        touched.clear();
    }

    private OfPartition of(SourcePartition source) {
        OfPartition known = last;
        if (known == null || known.source != source) {
            known = partitions.computeIfAbsent(source, fresh -> new OfPartition(fresh, new ArrayList<>()));
            last = known;
        }
        if (!known.touched) {
            known.touched = true;
            touched.add(known);
        }
        return known;
    }

    private static final class OfPartition {
        final SourcePartition source;
        final List<SourceLog> logs;
        long nextOffset;
        boolean touched;
        private boolean tooMany;

        OfPartition(SourcePartition source, List<SourceLog> logs) {
            this.source = source;
            this.logs = logs;
        }

        void reach(long offset) {
            nextOffset = offset + 1;
        }

        @Nullable
        SourceLog log(ChangeSource of, ChangeFingerprint fingerprint) {
            for (int i = 0; i < logs.size(); i++) {
                if (logs.get(i).source().equals(of)) {
                    return logs.get(i);
                }
            }
            if (logs.size() == MOST_SOURCES) {
                warnOfTooMany();
                return null;
            }
            SourceLog log = new SourceLog(of, fingerprint);
            logs.add(log);
            return log;
        }

        private void warnOfTooMany() {
            if (!tooMany) {
                tooMany = true;
                LOG.warn(
                        "{} is written by more than {} sources: what others than the first of them send again will be"
                                + " written again",
                        source,
                        MOST_SOURCES);
            }
        }
    }
}
