/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Truncate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of a batch by key: several changes of one row become their net effect. Confined to its lane; the hash
 * table is reused from batch to batch.
 */
final class Folder {
    private static final int FIRST_CAPACITY = 64;

    private final KeyGate gate;
    private @Nullable Entry[] table = new Entry[FIRST_CAPACITY];
    private final List<Entry> entries = new ArrayList<>();
    private int folded;

    /** Every key may stand in a batch as often as its destination allows. */
    Folder() {
        this(KeyGate.OPEN);
    }

    /** @param gate tells where a key must not stand twice in a batch */
    Folder(KeyGate gate) {
        this.gate = gate;
    }

    /**
     * Takes one more event into the batch.
     *
     * @return the entry it went into, or {@code null} if the batch must be written first: the event is a truncate or
     *     follows one, or cannot stand in one batch with an earlier event of its key
     */
    @Nullable
    Entry add(ChangeEvent event) {
        if (event instanceof Truncate || endsWithTruncate()) {
            return entries.isEmpty() ? append(event) : null;
        }
        RowKey key = event.key();
        Folding folding = event.destination().folding();
        if (key == null || folding == Folding.LOG) {
            return append(event);
        }
        int slot = slot(event.destination(), key);
        Entry earlier = table[slot];
        if (earlier == null) {
            return append(event, slot);
        }
        if (folding == Folding.NONE) {
            // The first may have to wait for something, and must not be overtaken by what undoes it.
            boolean undoes = event instanceof Delete || earlier.net() instanceof Delete;
            return undoes || gate.keepsOrder(event.destination()) ? null : append(event, slot);
        }
        ChangeEvent combined = NetEffect.inAnyOrder(earlier.net(), event);
        if (combined == null) {
            return null;
        }
        earlier.fold(event, combined);
        folded++;
        return earlier;
    }

    private Entry append(ChangeEvent event) {
        Entry entry = new Entry(event);
        entries.add(entry);
        return entry;
    }

    private Entry append(ChangeEvent event, int slot) {
        Entry entry = append(event);
        table[slot] = entry;
        if (entries.size() * 2 > table.length) {
            grow();
        }
        return entry;
    }

    private boolean endsWithTruncate() {
        return !entries.isEmpty() && entries.get(entries.size() - 1).net() instanceof Truncate;
    }

    /** Number of entries so far. */
    int size() {
        return entries.size();
    }

    /** Number of events that were merged into another since the last {@link #take}. */
    int folded() {
        return folded;
    }

    /** Hands over the batch and begins a new one. */
    List<Entry> take() {
        if (entries.isEmpty()) {
            // A lane that has run dry asks once more: its table must be there for the next batch.
            return new ArrayList<>();
        }
        List<Entry> taken = new ArrayList<>(entries);
        entries.clear();
        clearTable(taken.size());
        folded = 0;
        return taken;
    }

    /** Wiping a table that one large batch has made would cost every small batch after it. */
    private void clearTable(int used) {
        if (table.length > FIRST_CAPACITY && used * 16 < table.length) {
            table = new Entry[FIRST_CAPACITY];
        } else {
            Arrays.fill(table, null);
        }
    }

    private int slot(Destination destination, RowKey key) {
        int mask = table.length - 1;
        int slot = spread(key.hashCode()) & mask;
        for (Entry entry = table[slot]; entry != null; entry = table[slot]) {
            ChangeEvent known = entry.net();
            if (known.destination() == destination && key.equals(known.key())) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        table = new Entry[table.length * 4];
        for (Entry entry : entries) {
            RowKey key = entry.net().key();
            if (key != null && entry.net().destination().folding() != Folding.LOG) {
                table[slot(entry.net().destination(), key)] = entry;
            }
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
