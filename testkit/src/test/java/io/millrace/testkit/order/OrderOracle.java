/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.LedgerImage;
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
 * What must hold whatever people have decided, told by the ledger alone once nothing is under way: the target has, in the order
 * of the log, all that is neither open nor given up, with what was put right in its place. Confined to one thread.
 */
final class OrderOracle {
    private final OrderLog log;
    private final OrderPolicy policy;
    private final LedgerImage image;
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
     * @param edited all letters that stand in the places of others
     * @param rowOf the row that such a letter has
     */
    OrderOracle(
            OrderLog log,
            OrderPolicy policy,
            LedgerImage image,
            Collection<DeadLetter> edited,
            Function<DeadLetter, Map<String, Object>> rowOf) {
        this.log = log;
        this.policy = policy;
        this.image = image;
        this.rowOf = rowOf;
        edited.forEach(letter -> this.edited.put(letter.id(), letter));
    }

    private boolean keepsOrder() {
        return policy != OrderPolicy.NONE && policy != OrderPolicy.ANY;
    }

    private Judged judge(Change change) {
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
        log.byKey().forEach((id, changes) -> changes.stream()
                .map(this::judge)
                .filter(judged -> judged.fate == Fate.APPLIED)
                .forEach(judged -> OrderModel.apply(rows, id, judged.change)));
        return rows;
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
