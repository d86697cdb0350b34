/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.testkit.order.Applications.Application;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What must hold whatever people have decided, told by the ledger once nothing is under way: the target has, in the order of the
 * log, all that is neither open nor given up, with what was put right in its place. And what a replay has left there that was cut
 * off before the ledger knew, and went on otherwise because somebody wanted that meanwhile. Confined to one thread.
 */
final class OrderOracle {
    private final OrderLog log;
    private final OrderPolicy policy;
    private final List<LedgerEntry> ledger;
    private final LedgerImage image;
    private final Applications applications;
    private final Map<LetterId, DeadLetter> edited = new HashMap<>();
    private final Function<DeadLetter, Map<String, Object>> rowOf;

    /** What has become of a change. */
    private enum Fate {
        APPLIED,
        OPEN,
        GIVEN_UP
    }

    /** @param change as it is to be applied */
    private record Judged(Change change, Fate fate) {}

    /**
     * @param image what the ledger says now
     * @param ledger all its entries, in the order in which they came
     * @param edited all letters that stand in the places of others
     * @param rowOf the row that such a letter has
     */
    OrderOracle(
            OrderLog log,
            OrderPolicy policy,
            LedgerImage image,
            List<LedgerEntry> ledger,
            Applications applications,
            Collection<DeadLetter> edited,
            Function<DeadLetter, Map<String, Object>> rowOf) {
        this.log = log;
        this.policy = policy;
        this.ledger = ledger;
        this.image = image;
        this.applications = applications;
        this.rowOf = rowOf;
        edited.forEach(letter -> this.edited.put(letter.id(), letter));
    }

    private boolean keepsOrder() {
        return policy != OrderPolicy.NONE && policy != OrderPolicy.ANY;
    }

    private Judged judge(Change change) {
        return judge(change, image);
    }

    private Judged judge(Change change, LedgerImage image) {
        LetterEntry entry = image.letter(change.letter());
        if (entry == null || (entry.status().isOpen() && image.isLate(entry.id()))) {
            return new Judged(change, Fate.APPLIED);
        }
        Change now = change;
        LetterId next = LetterId.ofEdit(entry.id(), 1);
        for (int revision = 2; image.letter(next) != null; revision++) {
            entry = image.letter(next);
            DeadLetter letter = edited.get(next);
            assertThat(letter)
                    .as("the letter in the place of %s is in the ledger and nowhere else", change)
                    .isNotNull();
            now = change.edited(rowOf.apply(letter));
            next = LetterId.ofEdit(next, revision);
        }
        assertThat(entry.status()).as("%s: nothing stands in its place", change).isNotEqualTo(LetterStatus.EDITED);
        assertAccountable(change, entry);
        if (entry.status().isOpen()) {
            return new Judged(now, Fate.OPEN);
        }
        return new Judged(now, entry.status() == LetterStatus.DISCARDED ? Fate.GIVEN_UP : Fate.APPLIED);
    }

    private static void assertAccountable(Change change, LetterEntry entry) {
        if (entry.status() == LetterStatus.DISCARDED || entry.status() == LetterStatus.REPLAYED) {
            assertThat(entry.by()).as("who decided about %s", change).isEqualTo("ada");
            assertThat(entry.reason())
                    .as("why that was decided about %s", change)
                    .isEqualTo(Operator.REASON);
            assertThat(entry.plan()).isNotNull();
        }
    }

    /** The rows that must be at the target. */
    Map<String, Map<String, Object>> rows() {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        log.byKey().forEach((id, changes) -> atTarget(changes).forEach(change -> OrderModel.apply(rows, id, change)));
        return rows;
    }

    /** What the target has got of a row, in the order in which it counts there. */
    private List<Change> atTarget(List<Change> changes) {
        List<Change> applied = new ArrayList<>();
        for (Change change : changes) {
            Judged judged = judge(change);
            if (judged.fate == Fate.APPLIED) {
                applied.add(judged.change);
            } else {
                cutOff(change, applied);
            }
        }
        return applied;
    }

    /**
     * Adds a letter's record that the target has got, if the partition has changed hands before that was in the ledger. Only then
     * may something else be decided about a letter than what has been done.
     */
    private void cutOff(Change change, List<Change> applied) {
        Application left = applications.of(change);
        if (left == null || !hasChangedHands(change, left)) {
            return;
        }
        Judged then = judge(change, new LedgerImage(OrderSimulation.CONNECTOR, ledger.subList(0, left.entries())));
        if (then.fate == Fate.OPEN) {
            JsonNode row = left.operation().get("row");
            assertThat(row == null ? null : OrderSimulation.row(row))
                    .as("%s as it was applied when it was open", change)
                    .isEqualTo(then.change.kind() == Kind.DELETE ? null : then.change.row());
            applied.add(firstSince(left, applied), then.change);
        }
    }

    private boolean hasChangedHands(Change change, Application left) {
        for (LedgerEntry entry : ledger.subList(left.entries(), ledger.size())) {
            if (entry instanceof OwnerEntry owner && isOf(owner, change)) {
                return true;
            }
            if (entry instanceof LetterEntry letter && isOf(letter, change) && letter.offset() == change.offset()) {
                return false;
            }
        }
        return false;
    }

    private static boolean isOf(LedgerEntry entry, Change change) {
        return entry.partition() == change.partition().partition()
                && entry.topic().equals(change.partition().topic());
    }

    /** Older letters may have been replayed after one that was cut off, since the ledger did not say that they mean nothing. */
    private int firstSince(Application left, List<Change> older) {
        for (int i = 0; i < older.size(); i++) {
            LetterEntry entry = image.letter(older.get(i).letter());
            Application application = applications.of(older.get(i));
            if (entry != null && application != null && application.order() > left.order()) {
                return i;
            }
        }
        return older.size();
    }

    /** Nothing of a key may have been applied over an open letter of it. */
    void assertNothingOvertook() {
        if (!keepsOrder()) {
            return;
        }
        log.byKey().values().forEach(changes -> {
            Change open = null;
            for (Change change : changes) {
                Fate fate = judge(change).fate;
                if (open != null && change.kind() != Kind.NOTHING) {
                    assertThat(fate).as("%s has overtaken %s", change, open).isNotEqualTo(Fate.APPLIED);
                }
                open = open == null && fate == Fate.OPEN && change.kind() != Kind.NOTHING ? change : open;
            }
        });
    }

    /** After everything could be applied, only parts of rows that are not there are left, and what waits behind those. */
    void assertOnlyTheImpossibleIsLeft() {
        log.byKey().forEach((id, changes) -> {
            Map<String, Map<String, Object>> rows = new TreeMap<>();
            boolean stuck = false;
            for (Change change : changes) {
                Judged judged = judge(change);
                if (judged.fate == Fate.OPEN && !stuck && change.kind() != Kind.NOTHING) {
                    stuck = true;
                    assertThat(judged.change.kind() == Kind.PART && rows.isEmpty())
                            .as("%s is still open, and could be applied", change)
                            .isTrue();
                }
                if (judged.fate == Fate.APPLIED) {
                    OrderModel.apply(rows, id, judged.change);
                }
            }
        });
    }

    /** Whoever reads the ledger finds the key of each letter. Their number is counted by whoever reads both. */
    void assertKeysAreThere() {
        if (!keepsOrder()) {
            return;
        }
        log.topicPartitions().forEach(partition -> {
            List<LetterEntry> letters = new ArrayList<>(image.openLetters(partition));
            letters.addAll(image.endedLetters(partition));
            for (LetterEntry letter : letters) {
                assertThat(image.key(letter.identity())).as("key of %s", letter).isNotNull();
            }
        });
    }
}
