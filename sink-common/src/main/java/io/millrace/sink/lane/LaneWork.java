/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Stage;
import io.millrace.sink.metrics.SinkMetrics.Result;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.BatchWriter;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Outcome;
import io.millrace.sink.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane does with its events: a state machine without threads, each {@link #turn} of which makes at most one write.
 *
 * <p><b>Who writes, who reads.</b> One thread at a time, ordered by the lock that {@link Lane} holds during a turn.
 *
 * <p><b>The way of an event.</b> {@link Rounds} folds waiting events by key into the entries of a round, which are written
 * as one <em>slice</em>. A slice that fails as a whole is tried again, or cut in halves until the entry to blame stands
 * alone; slices are worked off from the front, so order is kept. An entry to blame that stands for several events is
 * unfolded, and its events are written one by one before anything newer: only a single event is ever given up.
 *
 * <p><b>What nobody knows.</b> An error outside the target's table is retried for a while and then isolated like a
 * record's fault, but judged only at the end of the round: if everything failed alone, no record is to blame.
 */
final class LaneWork {
    private static final Logger LOG = LoggerFactory.getLogger(LaneWork.class);

    /** For {@link #turn}: nothing to do until somebody hands over an event. */
    static final long IDLE = Long.MAX_VALUE;

    private final String name;
    private final LaneEnvironment environment;
    private final Outages outages;
    private final LaneParts parts;
    private final Settler settler;
    private final Pause pause;
    private final Rounds rounds;
    private final SliceEncoder encoder;

    private final Slices slices = new Slices();
    private final Jury jury = new Jury();
    private final Culprits culprits;
    private final Blockade blockade;
    private int failedWakeUps;

    LaneWork(String name, LaneEnvironment environment, LaneParts parts, Settler settler) {
        this.name = name;
        this.environment = environment;
        this.outages = environment.outages();
        this.parts = parts;
        this.settler = settler;
        this.pause = new Pause(name, environment.backoff());
        Shelf shelf = new Shelf(outages, environment.settings().ordered() ? new Destination(name) : null);
        this.rounds = new Rounds(environment.settings(), environment.gate(), outages, shelf, environment.metrics());
        this.culprits = new Culprits(environment, rounds, shelf, jury);
        this.blockade = new Blockade(this, environment, parts.encoder(), pause, rounds, shelf, slices, jury, culprits);
        this.encoder = new SliceEncoder(
                parts.encoder(), environment.settings().maxBytes(), environment.ledger(), environment.events());
    }

    /** Takes over events that have just arrived. */
    void add(List<ChangeEvent> events) {
        rounds.add(events);
    }

    /** Does one thing. Returns when the next turn is due on the monotonic clock; a time that has passed means at once. */
    long turn() {
        long now = environment.time().nanos();
        if (blockade.hasFailed()) {
            return IDLE;
        }
        if (pause.isOn(now)) {
            return pause.until();
        }
        long wakeAt = parts.writer().wakeAt();
        boolean due = wakeAt != BatchWriter.NEVER && now - wakeAt >= 0;
        boolean wakeUp = due && blockade.mayWakeUp(now);
        if (!wakeUp && !hasSlice(now)) {
            return due ? blockade.askAgainAt(now) : Math.min(wakeAt, rounds.nextDue(now));
        }
        if (!outages.target().mayWrite(this, now)) {
            return outages.target().askAgainAt(now);
        }
        if (wakeUp) {
            wakeUp(now);
        } else {
            attempt(now);
        }
        settler.held(parts.writer());
        return pause.isOn(now) ? pause.until() : now;
    }

    private boolean hasSlice(long now) {
        if (slices.isEmpty()) {
            endRound(now);
        }
        if (slices.isEmpty() && !blockade.hasFailed()) {
            beginRound(now);
        }
        return !slices.isEmpty() && !blockade.hasFailed();
    }

    private void endRound(long now) {
        judge(now);
        if (slices.isEmpty()) {
            blockade.endProbe(now);
        }
    }

    private void beginRound(long now) {
        jury.beginRound();
        Slice probe = blockade.beginProbe(now);
        if (probe != null) {
            slices.addLast(probe);
            return;
        }
        List<Entry> round = rounds.next(now);
        if (!round.isEmpty()) {
            slices.addLast(new Slice(round));
        }
    }

    private void wakeUp(long now) {
        try {
            parts.writer().wakeUp();
            failedWakeUps = 0;
            answered(now);
            blockade.wokeUp(now);
        } catch (Exception e) {
            Failure failure = classify(e);
            environment.metrics().failed(failure);
            failedWakeUps++;
            LOG.debug("{}: [{}] {}", name, failure.code(), failure.message(), e);
            if (failure instanceof Failure.TargetDown) {
                blockade.down(failure, now);
            } else if (failure instanceof Failure.Systemic || failure instanceof Failure.Rejected) {
                blockade.wakeUpFailed(failure.as(FailureClass.SYSTEMIC), now);
            } else {
                pause.begin(now, failedWakeUps, failure);
            }
        }
    }

    private void attempt(long now) {
        Slice slice;
        try {
            slice = encoder.encodeFirst(slices);
        } catch (Exception e) {
            failSlice(slices.first(), classify(e), now);
            return;
        }
        SliceBatch batch = encoder.batch();
        if (batch.size() > 0) {
            long begin = environment.time().nanos();
            WriteResult result = write(batch);
            if (result instanceof WriteResult.Nothing nothing) {
                failSlice(slice, overridden(nothing.failure()), now);
                return;
            }
            if (result instanceof WriteResult.Disowned disowned) {
                answered(now);
                disown(disowned);
                return;
            }
            environment.metrics().batch(batch.size(), environment.time().nanos() - begin);
            take(slice, result, now);
        } else {
            slices.removeFirst();
            // Nobody was asked. If this was to find out whether the target is back, another lane has to.
            outages.target().left(this);
        }
        for (Blame blame : encoder.unencodable()) {
            blockade.refused(blame.entry(), blame.failure(), Stage.ENCODE, now);
        }
        blockade.holdBackStormy(now);
    }

    private WriteResult write(SliceBatch batch) {
        try {
            return parts.writer().write(batch);
        } catch (Exception e) {
            return WriteResult.nothing(classify(e));
        }
    }

    private Failure classify(Exception error) {
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return overridden(environment.classifier().classify(error));
    }

    private Failure overridden(Failure failure) {
        Failure meant = environment.retries().overrides().apply(failure);
        boolean excused = environment.settings().trial() && meant instanceof Failure.Systemic;
        return excused ? meant.as(FailureClass.RECORD) : meant;
    }

    /** The target has answered: does the books, entry by entry where it was that exact. */
    private void take(Slice slice, WriteResult result, long now) {
        slices.removeFirst();
        if (result instanceof WriteResult.Uniform uniform) {
            answered(now);
            finish(encoder.batch().entries(), uniform.outcome());
            return;
        }
        SortedOutcomes sorted = new SortedOutcomes(
                encoder.batch().entries(), ((WriteResult.PerEntry) result).outcomes(), this::overridden);
        finish(sorted.written, Outcome.WRITTEN);
        finish(sorted.stale, Outcome.STALE);
        finish(sorted.deferred, Outcome.DEFERRED);
        for (Blame blame : sorted.blamed) {
            environment.metrics().failed(blame.failure());
            blame.entry().failed(environment.time().millis());
            blockade.refused(blame.entry(), blame.failure(), Stage.WRITE, now);
        }
        Failure again = sorted.againBecause;
        if (again == null) {
            answered(now);
            return;
        }
        Slice rest = slice.rest(sorted.again);
        slices.addFirst(rest);
        failSlice(rest, again, now);
    }

    private void answered(long now) {
        pause.answered();
        outages.target().up(this, now);
    }

    private void finish(List<Entry> entries, Outcome outcome) {
        if (entries.isEmpty()) {
            return;
        }
        if (outcome instanceof Outcome.Deferred) {
            settler.deferred(entries);
        } else {
            settler.finished(entries, outcome instanceof Outcome.Written ? Result.APPLIED : Result.DEDUPLICATED);
        }
        blockade.taken(entries);
        for (int i = 0; i < entries.size(); i++) {
            jury.written(entries.get(i));
            rounds.finished(entries.get(i));
        }
    }

    /** Nothing of the slice at the front was written. */
    private void failSlice(Slice slice, Failure failure, long now) {
        environment.metrics().failed(failure);
        LOG.debug("{}: [{}] {}", name, failure.code(), failure.message(), failure.cause());
        slice.attempts++;
        // Time in which the target was known to be away does not use up the patience with what nobody knows.
        slice.strangeSince = slice.strange ? slice.strangeSince : now;
        slice.strange = failure instanceof Failure.Unclassified;
        long nowMillis = environment.time().millis();
        for (Entry entry : slice.entries) {
            entry.failed(nowMillis);
        }
        if (failure instanceof Failure.Transient) {
            pause.begin(now, slice.attempts, failure);
        } else if (failure instanceof Failure.TargetDown) {
            parts.encoder().invalidate();
            blockade.stuck(failure, now);
        } else if (failure instanceof Failure.Systemic) {
            if (slice.askedAnew) {
                blockade.stuck(failure, now);
            } else {
                slice.askedAnew = true;
                parts.encoder().invalidate();
            }
        } else if (failure instanceof Failure.Stale) {
            slices.removeFirst();
            finish(slice.entries, Outcome.STALE);
        } else if (failure instanceof Failure.Unclassified && isPatient(slice, failure, now)) {
            parts.encoder().invalidate();
            pause.begin(now, slice.attempts, failure);
        } else {
            isolate(slice, failure, now);
        }
    }

    private boolean isPatient(Slice slice, Failure failure, long now) {
        Duration budget = environment.retries().unclassifiedBudget();
        slice.outOfPatience |= now - slice.strangeSince >= budget.toNanos() || blockade.isStill(failure);
        return !slice.outOfPatience;
    }

    private void isolate(Slice slice, Failure failure, long now) {
        if (slice.entries.size() > 1) {
            slices.halveFirst();
            return;
        }
        slices.removeFirst();
        blockade.refused(slice.entries.get(0), failure, Stage.WRITE, now);
        blockade.holdBackStormy(now);
    }

    /** At the end of a round. */
    private void judge(long now) {
        if (jury.isIdle()) {
            return;
        }
        boolean guilty = jury.findsThemGuilty() || environment.settings().trial();
        List<Blame> judged = jury.take();
        if (guilty) {
            for (Blame blame : judged) {
                blockade.refused(blame.entry(), ((Failure.Unclassified) blame.failure()).rejected(), Stage.WRITE, now);
            }
            return;
        }
        for (Blame blame : judged) {
            slices.addLast(new Slice(List.of(blame.entry())));
        }
        for (Blame blame : judged) {
            Destination destination = blame.entry().net().destination();
            if (!blockade.hasFailed()) {
                blockade.stuck(destination, ((Failure.Unclassified) blame.failure()).systemic(), now);
            }
        }
    }

    /** Nothing was written, since some partitions are not ours any more; what remains comes again. */
    private void disown(WriteResult.Disowned disowned) {
        disowned.partitions().forEach((source, why) -> {
            LOG.warn("{}: a batch was not committed, since {} is not ours any more ({})", name, source, why);
            source.revoke();
            environment.events().disowned(source, why);
        });
        forgetRevoked();
    }

    /** Forgets the events of partitions that this task has lost. */
    void forgetRevoked() {
        List<Entry> unfinished = new ArrayList<>();
        for (Blame blame : jury.take()) {
            unfinished.add(blame.entry());
        }
        unfinished.addAll(blockade.abandonProbe());
        unfinished.addAll(slices.clear());
        rounds.restart(unfinished, event -> {
            boolean revoked = event.origin().source().isRevoked();
            if (revoked) {
                settler.revoked(event);
            }
            return revoked;
        });
    }

    /** What is known of the target may have changed. */
    void refresh() {
        parts.encoder().invalidate();
    }

    /** Makes the writer publish what it holds. */
    void relieve() {
        parts.writer().relieve();
    }

    /** Events that wait, those of the round under way included. */
    int depth() {
        return rounds.depth() + slices.depth();
    }

    /** Whether nothing is being written and nothing waits but what is held. */
    boolean isAtRest() {
        return slices.isEmpty() && jury.isIdle() && !blockade.isProbing() && rounds.isAtRest();
    }

    /** What is held for a destination is no longer wanted. */
    void supersedeHeld(Destination destination) {
        rounds.removeHeld(destination, settler::superseded);
    }

    /**
     * Lets go of everything.
     *
     * @param calm whether no turn is running; if one is, only the writer is closed, which makes its write fail
     */
    void close(boolean calm) {
        outages.left(this);
        parts.writer().close();
        if (calm) {
            settler.close();
        }
    }
}
