/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What this task writes into the ledger, in the name of the partitions it owns. Confined to the task thread. */
final class OrderBook {
    private final OrderSettings settings;
    private final DurableWriter<OwnEntries> writer;
    private final boolean besideRows;
    private final TimeSource time;
    private final Map<TopicPartition, Owned> owned = new HashMap<>();

    /** An assignment and its number in the ledger. */
    private record Owned(SourcePartition source, long epoch) {}

    /** @param besideRows whether the target commits entries together with rows */
    OrderBook(OrderSettings settings, DurableWriter<OwnEntries> writer, boolean besideRows, TimeSource time) {
        this.settings = settings;
        this.writer = writer;
        this.besideRows = besideRows;
        this.time = time;
    }

    /** A partition is ours from now on. */
    void own(SourcePartition source, long epoch) {
        owned.put(source.topicPartition(), new Owned(source, epoch));
    }

    /** A partition is not ours any more. */
    void disown(SourcePartition source) {
        owned.remove(source.topicPartition());
    }

    /** A letter of a record that has just failed, or waits. */
    LetterEntry newLetter(Item.Died died, @Nullable KeySequence sequence, int attempts) {
        Origin origin = died.origin();
        OrderPolicy policy = settings.policies().of(died.destination());
        if (sequence != null) {
            policy = sequence.policy();
        } else if (policy != OrderPolicy.HALT && policy != OrderPolicy.ANY) {
            policy = OrderPolicy.NONE;
        }
        return new LetterEntry(
                LetterId.of(settings.connector(), died.failed().coordinates()),
                died.failed().parked() ? LetterStatus.PARKED : LetterStatus.OPEN,
                attempts,
                sequence == null ? null : sequence.identity(),
                policy,
                settings.connector(),
                died.failed().destination(),
                origin.source().topic(),
                origin.source().partition(),
                origin.offset(),
                0,
                null,
                null,
                null,
                epoch(origin.source().topicPartition()),
                time.millis());
    }

    /** The same letter with another fate that the connector itself has found. */
    LetterEntry resolve(LetterEntry letter, LetterStatus status, String reason) {
        return letter.with(status, letter.attempts(), letter.plan(), reason, null, epochOf(letter), time.millis());
    }

    /** Letters that have lost their meaning, and what holds for their key without them. */
    List<LedgerEntry> supersede(KeySequence sequence, List<LetterEntry> letters, String reason) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (LetterEntry letter : letters) {
            LetterEntry closed = resolve(letter, LetterStatus.SUPERSEDED, reason);
            sequence.put(closed);
            entries.add(closed);
        }
        entries.add(entry(sequence));
        return entries;
    }

    /**
     * The same, to be committed by the target together with the row of the record that makes those letters pointless.
     *
     * @return empty if that cannot be: the ledger is elsewhere, or other partitions have a part in it
     */
    List<LedgerEntry> supersedeWithRow(KeySequence sequence, List<LetterEntry> letters, Origin origin, String reason) {
        if (!besideRows) {
            return List.of();
        }
        List<LetterEntry> closed = new ArrayList<>();
        for (LetterEntry letter : letters) {
            closed.add(resolve(letter, LetterStatus.SUPERSEDED, reason));
        }
        return withRow(sequence, closed, origin);
    }

    /**
     * What has become of letters of a key, and what holds for the key without them, to be committed with a row.
     *
     * @param origin where the row's record came from
     * @return empty if that cannot be
     */
    List<LedgerEntry> withRow(KeySequence sequence, List<LetterEntry> ended, Origin origin) {
        List<LedgerEntry> letters = sequence.isAtHome(origin) ? withRow(ended, origin) : List.of();
        if (letters.isEmpty()) {
            return letters;
        }
        List<LedgerEntry> entries = new ArrayList<>(letters);
        entries.add(sequence.entryAfter(origin, ended, epoch(origin.source().topicPartition()), time.millis()));
        return entries;
    }

    /** The same for letters without a key. */
    List<LedgerEntry> withRow(List<LetterEntry> ended, Origin origin) {
        Owned ours = owned.get(origin.source().topicPartition());
        boolean possible = besideRows
                && ours != null
                && ours.source == origin.source()
                && ended.stream().allMatch(letter -> Place.of(letter).isOfPartition(origin));
        return possible ? List.copyOf(ended) : List.of();
    }

    /** Entries are durable, since the target has committed them with a row. */
    void committed(KeySequence sequence, List<LedgerEntry> entries) {
        for (LedgerEntry entry : entries) {
            if (entry instanceof LetterEntry letter) {
                sequence.put(letter);
            }
        }
    }

    /** The same letter with another fate that somebody has asked for. */
    LetterEntry resolve(
            LetterEntry letter, LetterStatus status, int attempts, String plan, @Nullable String reason, String by) {
        return letter.with(status, attempts, plan, reason, by, epochOf(letter), time.millis());
    }

    /** The same letter in this task's name. */
    LetterEntry again(LetterEntry letter) {
        return letter.with(
                letter.status(),
                letter.attempts(),
                letter.plan(),
                letter.reason(),
                letter.by(),
                epochOf(letter),
                letter.at());
    }

    /** A letter in the place of another one. */
    LetterEntry edited(LetterEntry letter, LetterId id, int revision, Command command) {
        return new LetterEntry(
                id,
                LetterStatus.OPEN,
                0,
                letter.identity(),
                letter.policy(),
                letter.connector(),
                letter.destination(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                revision,
                command.plan(),
                command.reason(),
                command.by(),
                epochOf(letter),
                time.millis());
    }

    KeyEntry entry(KeySequence sequence) {
        KeyEntry entry = sequence.entry(0, time.millis());
        return sequence.entry(epochOf(entry), entry.at());
    }

    private long epochOf(LedgerEntry entry) {
        return epoch(new TopicPartition(entry.topic(), entry.partition()));
    }

    private long epoch(TopicPartition partition) {
        Owned ours = owned.get(partition);
        return ours == null ? 0 : ours.epoch;
    }

    /** Writes entries; {@code then} happens when all of them are safe. */
    void write(List<LedgerEntry> entries, Runnable then) {
        Map<TopicPartition, List<LedgerEntry>> byPartition = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            byPartition
                    .computeIfAbsent(
                            new TopicPartition(entry.topic(), entry.partition()), partition -> new ArrayList<>())
                    .add(entry);
        }
        int[] missing = {byPartition.size()};
        byPartition.forEach((partition, ofPartition) -> {
            Owned ours = owned.get(partition);
            writer.write(new OwnEntries(ours == null ? null : ours.source, ofPartition), () -> {
                if (--missing[0] == 0) {
                    then.run();
                }
            });
        });
    }

    DurableWriter<OwnEntries> writer() {
        return writer;
    }
}
