/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.PayloadFidelity;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The letters that a command is to change. Immutable.
 *
 * @param letters found, at least one
 * @param unknown number of letters that were left out, since the ledger does not know them
 * @param connector whose they are
 * @param selection the same for the connector's tasks
 */
record Selected(List<StoredLetter> letters, long unknown, String connector, Selection selection) {
    /** What fits in one record of the topic of commands. */
    static final int MOST_IDS = 10_000;

    /** @param ledger where it is elsewhere, tasks leave alone what they do not know or what is settled */
    static Selected of(LetterFilter filter, Letters letters, Ledger ledger, long now) {
        if (filter.isEmpty() && !filter.all && filter.status == null) {
            throw DlqException.usage("say which letters: ids, groups, --code, --target ...; --all for every open one");
        }
        // '--all' of a command that changes letters means every open one: settled ones stay settled.
        List<StoredLetter> open = letters.all().stream()
                .filter(letter -> letter.status().isOpen() && filter.matches(letter, now))
                .toList();
        if (open.isEmpty()) {
            throw DlqException.notFound(none(filter, letters, now));
        }
        List<StoredLetter> found = open.stream()
                .filter(letter -> letter.entry() != null || ledger.isElsewhere())
                .toList();
        if (found.isEmpty()) {
            throw DlqException.notFound("the ledger does not know these " + open.size() + " letters, so no task does:"
                    + " they were imported, or written without 'dlq.order'. 'dlq rebuild-ledger' makes them known");
        }
        return new Selected(found, open.size() - found.size(), connector(found), selection(filter, found, letters));
    }

    /** The same with all open letters of the same keys, for those who want whole keys caught up. */
    Selected withWholeKeys(Letters all) {
        Set<KeyIdentity> keys = new LinkedHashSet<>();
        for (StoredLetter stored : letters) {
            LetterEntry entry = stored.entry();
            if (entry != null && entry.identity() != null) {
                keys.add(entry.identity());
            }
        }
        if (keys.isEmpty()) {
            throw DlqException.usage(
                    "no key of these letters is known, so there is nothing to be caught up; replay them");
        }
        if (keys.size() > MOST_IDS) {
            throw DlqException.usage(keys.size() + " keys are too many at once; at most " + MOST_IDS
                    + ". Choose fewer letters, by --partition for example");
        }
        List<StoredLetter> whole = all.all().stream()
                .filter(stored -> stored.status().isOpen()
                        && stored.entry() != null
                        && stored.entry().identity() != null
                        && keys.contains(stored.entry().identity()))
                .toList();
        return new Selected(whole, unknown, connector, Selection.of(keys));
    }

    List<LetterId> ids() {
        return letters.stream().map(stored -> stored.letter().id()).toList();
    }

    /** Number of letters without a record in them, which cannot be replayed. */
    long references() {
        return letters.stream()
                .filter(stored -> stored.letter().record().fidelity() == PayloadFidelity.REFERENCE)
                .count();
    }

    /** Why there is none: those that would do may have been settled. */
    private static String none(LetterFilter filter, Letters letters, long now) {
        Map<LetterStatus, Long> settled = new TreeMap<>();
        letters.all().stream()
                .filter(letter -> !letter.status().isOpen() && filter.matchesWhatever(letter, now))
                .forEach(letter -> settled.merge(letter.status(), 1L, Long::sum));
        if (!settled.isEmpty()) {
            return "no open letter is like that; settled ones are: " + settled + ", and 'dlq show' says why";
        }
        return letters.all().isEmpty()
                ? "there is no letter on the topic, only " + letters.others() + " other records; check --topic"
                : "no open letter is like that; 'dlq list' shows those that are open";
    }

    private static String connector(Collection<StoredLetter> found) {
        List<String> connectors = found.stream()
                .map(stored -> stored.letter().connector())
                .distinct()
                .toList();
        if (connectors.size() > 1) {
            throw DlqException.usage(
                    "the letters are of several connectors, " + connectors + "; choose one by --connector");
        }
        return connectors.get(0);
    }

    private static Selection selection(LetterFilter filter, List<StoredLetter> found, Letters letters) {
        String group = group(filter, found);
        boolean byIds = (!filter.names.isEmpty() && group == null)
                || filter.failureClass != null
                || filter.kind != null
                || filter.status != null
                || filter.since != null
                || filter.until != null;
        if (byIds && found.size() > MOST_IDS) {
            throw DlqException.usage(found.size() + " letters are too many to be named one by one, as these options"
                    + " need; at most " + MOST_IDS + ". Choose by group, --code, --target or --source-topic");
        }
        Set<LetterId> ids = new LinkedHashSet<>();
        if (byIds) {
            found.forEach(stored -> ids.add(stored.letter().id()));
        }
        return new Selection(
                ids,
                group,
                filter.code,
                filter.target,
                filter.sourceTopic,
                filter.partition,
                filter.fromOffset,
                filter.toOffset,
                filter.keyHash == null ? Set.of() : Set.of(key(filter.keyHash)),
                letters.ends());
    }

    private static KeyIdentity key(String hash) {
        try {
            return KeyIdentity.parse(hash);
        } catch (IllegalArgumentException e) {
            throw DlqException.usage("--key-hash: " + e.getMessage());
        }
    }

    /** The one group that the names stand for, whole; {@code null} if they stand for anything else. */
    private static @Nullable String group(LetterFilter filter, List<StoredLetter> found) {
        if (filter.names.size() != 1) {
            return null;
        }
        String name = filter.names.get(0);
        String first = found.get(0).letter().fingerprint().value();
        for (StoredLetter stored : found) {
            if (!stored.letter().fingerprint().value().equals(first)) {
                return null;
            }
        }
        return first.startsWith(name) ? first : null;
    }
}
