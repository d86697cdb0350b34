/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.order.Replaying;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Settlements;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import io.millrace.sink.wire.UnencodableTextException;
import io.millrace.sink.wire.WireBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the target's wire form of an event and throws it away: finds what the record is to blame for before the target sees
 * it. Its parts are made when they are first needed, and never write. Confined to the task thread.
 */
final class Rehearsal implements Replaying.Rehearsal, AutoCloseable {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final String name;
    private final Target target;
    private final TimeSource time;
    private final WireBuffer scratch = new WireBuffer(BUFFER_BYTES);
    private @Nullable LaneParts parts;

    Rehearsal(String name, Target target, TimeSource time) {
        this.name = name;
        this.target = target;
        this.time = time;
    }

    @Override
    public @Nullable Failure tryOut(ChangeEvent event) {
        LaneParts open = parts;
        if (open == null) {
            open = target.lane(new LaneContext(name + "-rehearsal", new NoSettlements(), time));
            parts = open;
        }
        scratch.clear(BUFFER_BYTES);
        try {
            open.encoder().encode(event, scratch);
            return null;
        } catch (BadRecordException e) {
            return new Failure.Rejected(e.code(), String.valueOf(e.getMessage()), e);
        } catch (UnencodableTextException e) {
            return new Failure.Rejected(FailureCode.of("encode", "lone-surrogate"), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return target.classifier().classify(e);
        } catch (Exception e) {
            return target.classifier().classify(e);
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.writer().close();
            parts = null;
        }
    }

    /** Nothing is ever deferred here. */
    private static final class NoSettlements implements Settlements {
        @Override
        public void durableBelow(SourcePartition partition, long nextOffset) {}

        @Override
        public void rewind(SourcePartition partition, long offset) {}
    }
}
