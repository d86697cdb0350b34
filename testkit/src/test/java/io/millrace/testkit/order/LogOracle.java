/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What must hold where every change is kept and letters are replayed in any order: a change is in the log, or it has a
 * letter; and what was replayed is beside the log, once, and not in the log, too. Confined to one thread.
 */
final class LogOracle {
    private final OrderLog log;
    private final LedgerImage image;
    private final Map<String, JsonNode> replayed;
    private final Set<String> inLog = new HashSet<>();
    private final Map<LetterId, DeadLetter> edited = new HashMap<>();
    private final Function<DeadLetter, Map<String, Object>> rowOf;

    /**
     * @param edited all letters that stand in the places of others
     * @param rowOf the row that such a letter has
     */
    LogOracle(
            OrderLog log,
            MemoryServer server,
            LedgerImage image,
            Collection<DeadLetter> edited,
            Function<DeadLetter, Map<String, Object>> rowOf) {
        this.log = log;
        this.image = image;
        this.replayed = server.named();
        this.rowOf = rowOf;
        edited.forEach(letter -> this.edited.put(letter.id(), letter));
        for (JsonNode operation : server.log()) {
            inLog.add(operation.get("partition").asText() + "@"
                    + operation.get("offset").asLong());
        }
    }

    private static String place(Change change) {
        return change.partition() + "@" + change.offset();
    }

    boolean isInLog(Change change) {
        return inLog.contains(place(change));
    }

    /** @param zombies whether tasks that had lost their partitions have gone on: then a letter may be in the log, too */
    void assertEachChangeIsThere(boolean zombies) {
        log.byKey().values().forEach(changes -> changes.stream()
                .filter(change -> change.kind() != Kind.NOTHING)
                .forEach(change -> assertIsThere(change, zombies)));
    }

    private void assertIsThere(Change change, boolean zombies) {
        LetterEntry entry = image.letter(change.letter());
        JsonNode kept = replayed.get(place(change));
        boolean closedAsLate = entry != null && entry.status() == LetterStatus.SUPERSEDED;
        if (entry == null || closedAsLate || (entry.status().isOpen() && image.isLate(entry.id()))) {
            assertThat(isInLog(change))
                    .as("%s is not there, and of letters there is %s", change, entry)
                    .isTrue();
            assertThat(kept).as("%s has no letter and was replayed", change).isNull();
            return;
        }
        if (!zombies) {
            assertThat(isInLog(change))
                    .as("%s is in the log and has %s", change, entry)
                    .isFalse();
        }
        List<Change> versions = new ArrayList<>(List.of(change));
        LetterId next = LetterId.ofEdit(entry.id(), 1);
        for (int revision = 2; image.letter(next) != null; revision++) {
            entry = image.letter(next);
            versions.add(change.edited(rowOf.apply(edited.get(next))));
            next = LetterId.ofEdit(next, revision);
        }
        if (kept != null) {
            // Whoever lost the partition may have replayed a letter that was edited or given up then.
            assertThat(versions).as("%s was replayed as %s", change, kept).anyMatch(version -> isOf(kept, version));
        }
        if (entry.status() == LetterStatus.REPLAYED) {
            assertThat(kept).as("%s was replayed and is not there", change).isNotNull();
            assertThat(isOf(kept, versions.get(versions.size() - 1)))
                    .as("%s was replayed as %s", change, kept)
                    .isTrue();
        }
    }

    private static boolean isOf(JsonNode kept, Change version) {
        JsonNode row = kept.get("row");
        for (Map.Entry<String, Object> column : version.row().entrySet()) {
            JsonNode value = row.get(column.getKey());
            String text = value == null || value.isNull() ? null : value.asText();
            if (column.getValue() == null
                    ? text != null
                    : !column.getValue().toString().equals(text)) {
                return false;
            }
        }
        return true;
    }

    /** After everything could be replayed, nothing is left but what was replayed before it was edited. */
    void assertNothingIsOpen() {
        log.topicPartitions().forEach(partition -> {
            for (LetterEntry letter : image.openLetters(partition)) {
                if (!image.isLate(letter.id())) {
                    Change change = log.change(partition, letter.offset());
                    assertThat(letter.revision() > 0 && replayed.containsKey(place(change)))
                            .as("%s is still open: %s", change, letter)
                            .isTrue();
                }
            }
        });
    }
}
