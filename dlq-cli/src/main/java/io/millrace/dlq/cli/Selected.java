/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.Selection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The letters that a command is to change. Immutable.
 *
 * @param letters found, at least one
 * @param connector whose they are
 * @param selection the same for the connector's tasks
 */
record Selected(List<StoredLetter> letters, String connector, Selection selection) {
    /** What fits in one record of the topic of commands. */
    private static final int MOST_IDS = 10_000;

    static Selected of(LetterFilter filter, Letters letters, long now) {
        if (filter.isEmpty() && !filter.all && filter.status == null) {
            throw DlqException.usage("say which letters: ids, groups, --code, --target ...; --all for every one");
        }
        // '--all' of a command that changes letters means every open one: settled ones stay settled.
        List<StoredLetter> found = letters.all().stream()
                .filter(letter -> letter.status().isOpen() && filter.matches(letter, now))
                .toList();
        if (found.isEmpty()) {
            throw DlqException.notFound("no open letter is like that");
        }
        return new Selected(found, connector(found), selection(filter, found, letters));
    }

    private static String connector(List<StoredLetter> found) {
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
        if (byIds) {
            if (found.size() > MOST_IDS) {
                throw DlqException.usage(found.size() + " letters are too many to be named one by one, as these options"
                        + " need; at most " + MOST_IDS + ". Choose by group, --code, --target or --source-topic");
            }
            List<LetterId> ids =
                    found.stream().map(stored -> stored.letter().id()).toList();
            return Selection.of(ids);
        }
        return new Selection(
                Set.of(),
                group,
                filter.code,
                filter.target,
                filter.sourceTopic,
                filter.partition,
                filter.fromOffset,
                filter.toOffset,
                filter.keyHash == null ? null : KeyIdentity.parse(filter.keyHash),
                letters.ends());
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
