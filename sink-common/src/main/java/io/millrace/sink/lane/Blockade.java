/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.Stage;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.spi.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a lane does when no record is to blame: it stops as a whole, it holds back what is meant for one destination and
 * goes on with the others, or its task fails. Confined to its lane.
 *
 * <p>What is held back as one is up to the {@link Shelf}. A destination is tried again in a round of its own, the {@link Probe}, by one lane at a time.
 */
final class Blockade {
    private final Object lane;
    private final LaneEnvironment environment;
    private final Outages outages;
    private final RecordEncoder encoder;
    private final Pause pause;
    private final Rounds rounds;
    private final Shelf shelf;
    private final Slices slices;
    private final Jury jury;
    private final Culprits culprits;
    private @Nullable Probe probe;
    private boolean failed;

    /** @param lane who it is, for breakers */
    Blockade(
            Object lane,
            LaneEnvironment environment,
            RecordEncoder encoder,
            Pause pause,
            Rounds rounds,
            Shelf shelf,
            Slices slices,
            Jury jury,
            Culprits culprits) {
        this.lane = lane;
        this.environment = environment;
        this.outages = environment.outages();
        this.encoder = encoder;
        this.pause = pause;
        this.rounds = rounds;
        this.shelf = shelf;
        this.slices = slices;
        this.jury = jury;
        this.culprits = culprits;
    }

    /** Whether the task must fail, so that this lane does nothing more. */
    boolean hasFailed() {
        return failed;
    }

    /** No record of the slice at the front is to blame: it is the target, or one of the slice's destinations. */
    void stuck(Failure failure, long now) {
        if (environment.classifier().scope(failure) == Scope.TARGET) {
            if (failure instanceof Failure.TargetDown) {
                down(failure, now);
            } else {
                wrong(failure, now);
            }
            return;
        }
        // It has answered.
        outages.target().up(lane, now);
        if (shelf.lane() != null || !slices.partFirst()) {
            stuck(slices.first().entries.get(0).net().destination(), failure, now);
        }
    }

    /** Nobody can write. */
    void down(Failure failure, long now) {
        Breaker breaker = outages.target();
        breaker.down(lane, failure, now);
        failAfter(breaker.openNanos(now), failure);
        pause.begin(breaker.askAgainAt(now));
    }

    /** Nobody can write as things are configured. */
    void wrong(Failure failure, long now) {
        if (environment.retries().pauseOnSystemic()) {
            encoder.invalidate();
            down(failure, now);
        } else {
            fail(failure);
        }
    }

    /** Nobody can write to a destination, for now or as things are configured. */
    void stuck(Destination destination, Failure failure, long now) {
        if (failure instanceof Failure.Systemic && !environment.retries().pauseOnSystemic()) {
            String which = shelf.lane() == null ? "'" + destination + "' takes no records: " : "";
            String advice =
                    ". Put it right and restart the task; with 'on.systemic.failure' 'pause' the records that it"
                            + " concerns would wait until it is";
            fail(new Failure.Systemic(failure.code(), which + failure.message() + advice, failure.cause()));
        } else {
            holdBack(shelf.unit(destination), failure, List.of(), now);
        }
    }

    /** Puts everything that is meant for a unit on the shelf, {@code first} being the oldest. */
    private void holdBack(Destination unit, Failure failure, List<Entry> first, long now) {
        failAfter(outages.destinations().down(lane, unit, failure, now), failure);
        Predicate<Destination> which = shelf.destinations(unit);
        List<Entry> unfinished = new ArrayList<>(jury.take(which));
        if (probe != null && probe.unit().equals(unit)) {
            unfinished.addAll(probe.entries());
            probe = null;
        }
        unfinished.addAll(first);
        unfinished.addAll(slices.remove(which));
        rounds.shelve(unit, which, unfinished);
    }

    /** Holds back what has not been given up, because its destination refuses everything. */
    void holdBackStormy(long now) {
        List<Blame> stormy = culprits.takeStormy();
        if (stormy.isEmpty()) {
            return;
        }
        Map<Destination, List<Blame>> units = new LinkedHashMap<>();
        for (Blame blame : stormy) {
            units.computeIfAbsent(shelf.unit(blame.entry().net().destination()), first -> new ArrayList<>())
                    .add(blame);
        }
        units.forEach((unit, blames) -> {
            Failure storm = blames.get(0).failure();
            if (outages.storms().isFatal()) {
                fail(storm.as(FailureClass.SYSTEMIC));
            } else {
                holdBack(unit, storm, shelf.lane() == null ? entries(blames) : List.of(), now);
            }
        });
    }

    private static List<Entry> entries(List<Blame> blames) {
        List<Entry> entries = new ArrayList<>();
        for (Blame blame : blames) {
            entries.add(blame.entry());
        }
        return entries;
    }

    private void failAfter(long downNanos, Failure failure) {
        environment.retries().targetDownBudget().ifPresent(budget -> {
            if (downNanos >= budget.toNanos()) {
                String message = failure.message() + " (still so after " + budget + ", 'target.down.max.duration.ms')";
                fail(new Failure.Systemic(failure.code(), message, failure.cause()));
            }
        });
    }

    private void fail(Failure failure) {
        failed = true;
        environment.events().fatal(failure);
    }

    /** A round that tries a destination which takes nothing, if it is time for one and this lane's turn; else {@code null}. */
    @Nullable
    Slice beginProbe(long now) {
        Destination due = rounds.probeDue(lane, now);
        if (due == null) {
            return null;
        }
        probe = new Probe(due, outages.destinations().reason(due));
        encoder.invalidate();
        // What waited here for something else to come first is older than what is on the shelf.
        rounds.shelve(due, shelf.destinations(due), List.of());
        Slice slice = new Slice(rounds.probe(due));
        // It has just been.
        slice.askedAnew = true;
        return slice;
    }

    /** Whether a destination is being tried and fails as it has before. */
    boolean isStill(Failure failure) {
        return probe != null && probe.failedBeforeWith(failure.code());
    }

    /**
     * Whether the writer may be woken for what it has deferred. Where lanes are held back as a whole, that waits too, and is
     * tried again like everything else.
     */
    boolean mayWakeUp(long now) {
        Destination unit = shelf.lane();
        return unit == null
                || !outages.destinations().isOpen(unit)
                || outages.destinations().mayProbe(lane, unit, now);
    }

    /** When to ask {@link #mayWakeUp} again. */
    long askAgainAt(long now) {
        Destination unit = shelf.lane();
        return unit == null ? now : outages.destinations().askAgainAt(unit, now);
    }

    /** The writer has done what it was woken for. */
    void wokeUp(long now) {
        Destination unit = shelf.lane();
        if (unit != null && probe == null) {
            outages.destinations().up(lane, unit, now);
        }
    }

    /** The writer could not do what it was woken for, and not because nobody can write for a while. */
    void wakeUpFailed(Failure failure, long now) {
        Destination unit = shelf.lane();
        if (unit == null
                || environment.classifier().scope(failure) == Scope.TARGET
                || !environment.retries().pauseOnSystemic()) {
            wrong(failure, now);
        } else {
            outages.target().up(lane, now);
            holdBack(unit, failure, List.of(), now);
        }
    }

    /** Whether a round is under way that tries a destination. */
    boolean isProbing() {
        return probe != null;
    }

    /** Something has been written. */
    void taken(List<Entry> entries) {
        if (probe != null) {
            probe.taken();
        }
        outages.storms().taken(entries);
    }

    /** A record cannot be written. Whose fault that is shows at the end of the round if a destination is being tried. */
    void refused(Entry entry, Failure failure, Stage stage, long now) {
        if (probe != null && failure instanceof Failure.Rejected) {
            probe.refused(entry, failure, stage);
        } else {
            culprits.found(entry, failure, stage, now);
        }
    }

    /** At the end of a round: if it was to try a destination, does that take records again? */
    void endProbe(long now) {
        Probe over = probe;
        if (over == null) {
            return;
        }
        if (!over.hasSucceeded()) {
            holdBack(over.unit(), over.reason(), List.of(), now);
            return;
        }
        probe = null;
        // What was refused may have been so before things were put right.
        List<Entry> again = new ArrayList<>();
        for (Probe.Refused refused : over.refused()) {
            if (mayComeLater(refused.entry())) {
                again.add(refused.entry());
            } else {
                culprits.found(refused.entry(), refused.failure(), refused.stage(), now);
            }
        }
        rounds.shelve(over.unit(), none -> false, again);
        outages.destinations().up(lane, over.unit(), now);
        holdBackStormy(now);
    }

    /** Whether an entry may be written after others of its round: where events fold, those have other keys. */
    private boolean mayComeLater(Entry entry) {
        return shelf.lane() == null && entry.net().destination().folding().folds();
    }

    /** The round under way is begun anew. Hands over the entries that were to be judged at its end. */
    List<Entry> abandonProbe() {
        // If this lane was probing what is down, it may have nothing left to probe with.
        outages.left(lane);
        List<Entry> entries = probe == null ? List.of() : probe.entries();
        probe = null;
        return entries;
    }
}
