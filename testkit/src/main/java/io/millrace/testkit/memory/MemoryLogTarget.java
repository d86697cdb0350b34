/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.spi.Target;
import io.millrace.sink.spi.WriteResult;
import io.millrace.sink.wire.WireBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A target that keeps every event and publishes late: the smallest example of a writer that defers. Each partition has a
 * lane; what was written is held until it is old or large enough, and then settled as a range. Task thread only.
 */
public final class MemoryLogTarget implements Target {
    private static final FailureCode POISON = FailureCode.of("memory", "poison");
    private static final FailureCode OTHER = FailureCode.of("memory", "replayed-otherwise");

    private final MemoryServer server;
    private final long maxAgeNanos;
    private final int maxBytes;
    private final boolean keepsOffsets;
    private final boolean refuses;

    /**
     * Makes a target.
     *
     * @param maxAgeNanos age at which what is held is published
     * @param maxBytes size at which it is published earlier
     * @param keepsOffsets whether it goes on where its log ends, whatever offset Kafka has for it
     */
    public MemoryLogTarget(MemoryServer server, long maxAgeNanos, int maxBytes, boolean keepsOffsets) {
        this(server, maxAgeNanos, maxBytes, keepsOffsets, false);
    }

    /** One that cannot encode what the server's columns do not take. */
    public static MemoryLogTarget refusing(MemoryServer server, long maxAgeNanos, int maxBytes) {
        return new MemoryLogTarget(server, maxAgeNanos, maxBytes, false, true);
    }

    private MemoryLogTarget(
            MemoryServer server, long maxAgeNanos, int maxBytes, boolean keepsOffsets, boolean refuses) {
        this.refuses = refuses;
        this.server = server;
        this.maxAgeNanos = maxAgeNanos;
        this.maxBytes = maxBytes;
        this.keepsOffsets = keepsOffsets;
    }

    @Override
    public Map<TopicPartition, Long> resumeFrom(Collection<TopicPartition> assigned) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (TopicPartition partition : assigned) {
            long next = server.logEnd(partition.toString());
            if (keepsOffsets && next > 0) {
                offsets.put(partition, next);
            }
        }
        return offsets;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByPartition(2), false, false);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        return new LaneParts(encoder(), new HoldingWriter(context));
    }

    @Override
    public LaneParts replay(LaneContext context) {
        return new LaneParts(encoder(), new NamingWriter());
    }

    private RecordEncoder encoder() {
        RecordEncoder encoder = new MemoryEncoder();
        if (!refuses) {
            return encoder;
        }
        return (event, out) -> {
            int start = out.size();
            encoder.encode(event, out);
            if (server.refuses(Arrays.copyOfRange(out.array(), start, out.size()))) {
                throw new BadRecordException(POISON, "a column holds what no column takes");
            }
        };
    }

    @Override
    public FailureClassifier classifier() {
        return MemoryLogTarget::classify;
    }

    private static Failure classify(Throwable error) {
        MemoryServer.Fault fault = error instanceof MemoryServer.MemoryServerException failed ? failed.fault() : null;
        if (fault == MemoryServer.Fault.REFUSED) {
            return new Failure.TargetDown(FailureCode.of("memory", "refused"), "refused", error);
        }
        if (fault == MemoryServer.Fault.NO_TABLE) {
            return new Failure.Systemic(FailureCode.of("memory", "no-table"), String.valueOf(error), error);
        }
        return new Failure.Transient(FailureCode.of("memory", "reset"), String.valueOf(error), error);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    /** Keeps each letter that is replayed under a name of its own. */
    private final class NamingWriter implements BatchWriter {
        @Override
        public WriteResult write(Batch batch) throws Exception {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                int start = batch.start(i);
                byte[] line = Arrays.copyOfRange(batch.bytes().array(), start, start + batch.length(i));
                outcomes.add(
                        switch (server.keepNamed(line)) {
                            case APPLIED -> Outcome.WRITTEN;
                            case STALE -> Outcome.STALE;
                            default -> Outcome.failed(new Failure.Rejected(OTHER, "another one has the name", null));
                        });
            }
            return WriteResult.each(outcomes);
        }

        @Override
        public void close() {
            // The server keeps no connections.
        }
    }

    private final class HoldingWriter implements BatchWriter {
        private final LaneContext context;
        private final WireBuffer held = new WireBuffer(1_024);
        private @Nullable SourcePartition source;
        private long firstOffset;
        private long nextOffset;
        private long publishAt = NEVER;
        private boolean rewound;

        HoldingWriter(LaneContext context) {
            this.context = context;
        }

        @Override
        public WriteResult write(Batch batch) {
            if (rewound) {
                // Will be handed out again.
                return WriteResult.ALL_DEFERRED;
            }
            if (batch.event(0).origin().offset() < nextOffset) {
                throw new IllegalStateException(batch.event(0).origin() + " comes after offset " + (nextOffset - 1));
            }
            if (held.size() == 0) {
                firstOffset = batch.event(0).origin().offset();
                publishAt = context.time().nanos() + maxAgeNanos;
            }
            held.write(batch.bytes().array(), 0, batch.bytes().size());
            source = batch.event(batch.size() - 1).origin().source();
            nextOffset = batch.event(batch.size() - 1).origin().offset() + 1;
            if (held.size() >= maxBytes) {
                publishAt = context.time().nanos();
            }
            return WriteResult.ALL_DEFERRED;
        }

        @Override
        public long wakeAt() {
            return publishAt;
        }

        @Override
        public void wakeUp() throws Exception {
            SourcePartition partition = source;
            if (partition != null && server.takeConflict()) {
                held.clear();
                rewound = true;
                context.settlements().rewind(partition, firstOffset);
            } else if (partition != null) {
                server.apply(held.array(), held.size(), false);
                held.clear();
                context.settlements().durableBelow(partition, nextOffset);
            }
            publishAt = NEVER;
        }

        @Override
        public long heldBytes() {
            return held.size();
        }

        @Override
        public void relieve() {
            if (held.size() > 0) {
                publishAt = context.time().nanos();
            }
        }

        @Override
        public void close() {
            held.clear();
            publishAt = NEVER;
        }
    }
}
