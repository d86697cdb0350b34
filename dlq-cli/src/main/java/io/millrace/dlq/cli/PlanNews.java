/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OwnerEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what tasks tell about a plan. What became of a letter is in the ledger; of a dry run, which leaves that
 * alone, and where the ledger is in the target's database, it is in the audit. Confined to the main thread.
 */
final class PlanNews {
    private final String plan;
    private final boolean auditTells;
    private final Ledger ledger;
    private final Set<LetterId> waiting = new HashSet<>();
    private final int selected;
    private final Map<String, Long> reasons = new TreeMap<>();
    /** Tasks that have done their part, with what they said then. */
    private final Map<Integer, String> through = new HashMap<>();

    private final Set<Integer> started = new HashSet<>();

    private long done;
    private long failed;
    private long superseded;
    private boolean begun;
    private @Nullable AuditEntry end;
    private boolean paused;

    PlanNews(String plan, boolean auditTells, Ledger ledger, Collection<LetterId> letters) {
        this.plan = plan;
        this.auditTells = auditTells;
        this.ledger = ledger;
        waiting.addAll(letters);
        selected = waiting.size();
    }

    /** The ledger has one entry more. */
    void take(LedgerEntry entry) {
        if (entry instanceof OwnerEntry owner) {
            // It has got letters that it did not know when it was through.
            through.remove(owner.task());
        }
        if (auditTells || !(entry instanceof LetterEntry written) || !waiting.contains(written.id())) {
            return;
        }
        // Not the entry itself: it may have been written late, by a task that had lost the letter's partition.
        LetterEntry letter = ledger.letter(written.id());
        if (letter == null) {
            return;
        }
        if (letter.status().isOpen()) {
            if (plan.equals(letter.plan())) {
                failed(letter.id(), letter.reason());
            }
        } else if (letter.status() == LetterStatus.LOST_PAYLOAD) {
            failed(letter.id(), "the letter, or the record that it refers to, is gone");
        } else if (letter.status() == LetterStatus.SUPERSEDED) {
            superseded(letter.id());
        } else {
            done(letter.id());
        }
    }

    /** The audit has one entry more. */
    void take(AuditEntry entry) {
        if (!plan.equals(entry.plan())) {
            return;
        }
        begun = true;
        LetterId letter = entry.letter();
        if (letter != null) {
            if (auditTells && waiting.contains(letter)) {
                told(letter, entry);
            }
            return;
        }
        switch (entry.event()) {
            case STOPPED, CANCELLED -> end = entry;
            case PAUSED -> paused = true;
            case RESUMED, STARTED -> {
                paused = false;
                started.add(entry.task());
            }
            case DONE -> through.put(entry.task(), String.valueOf(entry.detail()));
            default -> {}
        }
    }

    private void told(LetterId letter, AuditEntry entry) {
        switch (entry.event()) {
            case FAILED -> failed(letter, entry.detail());
            case STALE -> superseded(letter);
            default -> done(letter);
        }
    }

    private void done(LetterId letter) {
        waiting.remove(letter);
        done++;
    }

    private void superseded(LetterId letter) {
        waiting.remove(letter);
        superseded++;
    }

    private void failed(LetterId letter, @Nullable String reason) {
        waiting.remove(letter);
        failed++;
        reasons.merge(reason == null ? "no reason was given" : reason, 1L, Long::sum);
    }

    /** Whether any task has begun with the plan. */
    boolean hasBegun() {
        return begun || done + failed + superseded > 0;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether nothing more is to come. */
    boolean isOver() {
        return waiting.isEmpty() || end != null || areOwnersThrough();
    }

    private boolean areOwnersThrough() {
        if (through.isEmpty()) {
            return false;
        }
        if (ledger.isElsewhere()) {
            // Nobody says which task has which letters.
            return through.keySet().containsAll(started);
        }
        for (LetterId id : waiting) {
            LetterEntry letter = ledger.letter(id);
            Integer owner = letter == null ? null : ledger.owner(letter);
            if (letter != null && !through.containsKey(owner)) {
                return false;
            }
        }
        return true;
    }

    Outcome outcome() {
        AuditEntry last = end;
        if (last != null) {
            return outcome(last.event(), last.reason() == null ? last.detail() : last.reason());
        }
        return waiting.isEmpty() || through.isEmpty()
                ? outcome(null, null)
                : outcome(AuditEvent.DONE, through.values().iterator().next());
    }

    private Outcome outcome(@Nullable AuditEvent how, @Nullable String why) {
        return new Outcome(selected, done, failed, superseded, how, why, Map.copyOf(reasons));
    }
}
