/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.order.LedgerStore;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.ProgressStore;
import io.millrace.sink.spi.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The smallest whole target: the example for new ones, and the other side of the core's own tests. Task thread only. */
public final class MemoryTarget implements Target {
    private final MemoryServer server;
    private final int lanes;
    private final boolean answersPerEntry;
    private final @Nullable MemoryProgress progress;
    private final @Nullable RowLedger ledger;

    /**
     * @param lanes how many lanes write at the same time
     * @param answersPerEntry whether a batch's answer says which entry is to blame
     */
    public MemoryTarget(MemoryServer server, int lanes, boolean answersPerEntry) {
        this(server, lanes, answersPerEntry, false, null);
    }

    /**
     * @param lanes how many lanes write at the same time
     * @param answersPerEntry whether a batch's answer says which entry is to blame
     * @param keepsProgress whether it keeps how far partitions have come together with what is written
     */
    public MemoryTarget(MemoryServer server, int lanes, boolean answersPerEntry, boolean keepsProgress) {
        this(server, lanes, answersPerEntry, keepsProgress, null);
    }

    /**
     * @param lanes how many lanes write at the same time
     * @param answersPerEntry whether a batch's answer says which entry is to blame; with a ledger it does
     * @param keepsProgress whether it keeps how far partitions have come together with what is written
     * @param ledger the ledger of dead letters that is kept together with what is written, or {@code null} for none
     */
    public MemoryTarget(
            MemoryServer server,
            int lanes,
            boolean answersPerEntry,
            boolean keepsProgress,
            @Nullable RowLedger ledger) {
        this.ledger = ledger;
        this.progress = keepsProgress ? server.progress() : null;
        this.server = server;
        this.lanes = lanes;
        this.answersPerEntry = answersPerEntry || ledger != null;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByKey(lanes), true, true);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        return new LaneParts(new MemoryEncoder(), new MemoryWriter(request(), answersPerEntry, progress, ledger));
    }

    /** With a ledger, a request is a transaction: what it means for letters is kept with its rows, or nothing is. */
    private MemoryWriter.Request request() {
        return ledger == null ? (bytes, length, each, then) -> server.apply(bytes, length, each) : server::transact;
    }

    @Override
    public Optional<LedgerStore> letterLedger() {
        return Optional.ofNullable(ledger).map(RowLedger::connect);
    }

    @Override
    public Optional<ProgressStore> progress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public LaneParts rehearsal(LaneContext context) {
        return new LaneParts(
                new MemoryEncoder(),
                new MemoryWriter(
                        (bytes, length, each, then) -> server.rehearse(bytes, length, each),
                        answersPerEntry,
                        null,
                        null));
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
