/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;

/** The smallest whole target: the example for new ones, and the other side of the core's own tests. Task thread only. */
public final class MemoryTarget implements Target {
    private final MemoryServer server;
    private final int lanes;
    private final boolean answersPerEntry;

    /**
     * @param lanes how many lanes write at the same time
     * @param answersPerEntry whether a batch's answer says which entry is to blame
     */
    public MemoryTarget(MemoryServer server, int lanes, boolean answersPerEntry) {
        this.server = server;
        this.lanes = lanes;
        this.answersPerEntry = answersPerEntry;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByKey(lanes), true, true);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        return new LaneParts(new MemoryEncoder(), new MemoryWriter(server::apply, answersPerEntry));
    }

    @Override
    public LaneParts rehearsal(LaneContext context) {
        return new LaneParts(new MemoryEncoder(), new MemoryWriter(server::rehearse, answersPerEntry));
    }

    @Override
    public FailureClassifier classifier() {
        return MemoryTarget::classify;
    }

    private static Failure classify(Throwable error) {
        if (!(error instanceof MemoryServer.MemoryServerException failed) || failed.fault() == null) {
            return new Failure.Unclassified(FailureCode.of("memory", "bug"), "unexpected: " + error, error);
        }
        String message = String.valueOf(failed.getMessage());
        return switch (failed.fault()) {
            case REFUSED -> new Failure.TargetDown(FailureCode.of("memory", "refused"), message, failed);
            case BUSY -> new Failure.Transient(FailureCode.of("memory", "busy"), message, failed);
            case HALF_APPLIED, REPLY_LOST -> new Failure.Transient(FailureCode.of("memory", "reset"), message, failed);
            case NO_TABLE -> new Failure.Systemic(FailureCode.of("memory", "no-table"), message, failed);
            case STRANGE -> new Failure.Unclassified(FailureCode.of("memory", "strange"), message, failed);
        };
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
