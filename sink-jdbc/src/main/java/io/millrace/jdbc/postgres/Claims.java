/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.sink.record.SourcePartition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The partitions that this task owns at the database. Thread-safe. */
final class Claims {
    private final Map<SourcePartition, Claim> claims = new ConcurrentHashMap<>();

    void add(SourcePartition source, Claim claim) {
        claims.put(source, claim);
    }

    /** The claim on a partition, or {@code null} if it is not this task's any more. */
    @Nullable
    Claim of(SourcePartition source) {
        return claims.get(source);
    }

    void release(SourcePartition source) {
        claims.remove(source);
    }

    /** What the rows of a partition must say as long as it is ours. */
    static final class Claim {
        private final long epoch;
        /** By lane, from that of the task on; each is used by its lane alone. */
        private final long[] batches;

        /** @param lanes number of lanes beside the task's own */
        Claim(long epoch, int lanes) {
            this.epoch = epoch;
            this.batches = new long[lanes + 1];
        }

        long epoch() {
            return epoch;
        }

        /** How many batches a lane has committed under this claim. */
        long batches(int lane) {
            return batches[lane - LedgerTable.TASK_LANE];
        }

        void committed(int lane) {
            batches[lane - LedgerTable.TASK_LANE]++;
        }
    }
}
