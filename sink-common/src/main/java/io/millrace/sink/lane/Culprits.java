/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.Stage;
import io.millrace.sink.record.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of an entry that cannot be written while others can. Confined to its lane. */
final class Culprits {
    private final LaneEnvironment environment;
    private final Rounds rounds;
    private final Shelf shelf;
    private final Jury jury;
    private final Backoff backoff;
    private final List<Blame> stormy = new ArrayList<>();

    Culprits(LaneEnvironment environment, Rounds rounds, Shelf shelf, Jury jury) {
        this.shelf = shelf;
        this.environment = environment;
        this.rounds = rounds;
        this.jury = jury;
        this.backoff = environment.backoff();
    }

    /** One entry is to blame, or seems to be. */
    void found(Entry entry, Failure failure, Stage stage, long now) {
        if (failure instanceof Failure.Unclassified) {
            jury.suspect(new Blame(entry, failure));
        } else if (entry.size() > 1 && !entry.oneByOne) {
            // What the source did step by step may only be possible so: two rows that swap a unique value, say.
            rounds.unfold(entry);
        } else if (failure instanceof Failure.Dependency dependency) {
            hold(entry, dependency, stage, now);
        } else if (entry.size() > 1 && !entry.supersedes) {
            // Several in one, the first of which are held: whose fault it is shows when those have come to an end.
            rounds.hold(entry, now + backoff.delayNanos(entry.attempts));
        } else {
            giveUp(entry, failure, stage, now);
        }
    }

    private void giveUp(Entry entry, Failure failure, Stage stage, long now) {
        Destination destination = entry.net().destination();
        Failure storm = environment.settings().trial()
                ? null
                : environment.outages().storms().storm(destination, shelf.unit(destination), failure, now);
        if (storm != null) {
            stormy.add(new Blame(entry, storm));
        }
        if (storm != null && shelf.lane() == null) {
            return;
        }
        // A lane that keeps its order may have gone on behind this record, so there is no way back.
        long firstFailedAt = entry.firstFailedAt == 0 ? environment.time().millis() : entry.firstFailedAt;
        boolean shut = environment.events().dead(entry.net(), stage, failure, entry.attempts, firstFailedAt);
        if (shut) {
            rounds.divert(entry);
        } else if (entry.size() > 1) {
            rounds.withoutLast(entry);
        } else {
            rounds.finished(entry);
        }
    }

    /** Hands over what made a storm; it was not given up unless the lane must keep its order. */
    List<Blame> takeStormy() {
        if (stormy.isEmpty()) {
            return List.of();
        }
        List<Blame> taken = List.copyOf(stormy);
        stormy.clear();
        return taken;
    }

    private void hold(Entry entry, Failure.Dependency failure, Stage stage, long now) {
        Duration budget = environment.retries().dependencyBudget();
        long calm = environment.outages().calm().nanos(now);
        entry.heldSince = entry.heldSince == Entry.NOT_HELD ? calm : entry.heldSince;
        if (calm - entry.heldSince >= budget.toNanos()) {
            found(entry, failure.expired(budget.toString()), stage, now);
        } else {
            rounds.hold(entry, now + backoff.delayNanos(entry.attempts));
        }
    }
}
