/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.KeyEntry;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.KeyState;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Folding;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Upsert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One key that has letters: its letters, and what waits for its turn. One thing happens at a time, in the order of arrival.
 * Confined to the task thread.
 */
final class KeySequence {
    private final KeyIdentity identity;
    private final OrderPolicy policy;
    private final OpenLetters all;
    private final TreeMap<Place, LetterEntry> letters = new TreeMap<>();
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private final ArrayDeque<Item.Wanted> wanted = new ArrayDeque<>();

    private @Nullable LetterEntry first;
    private @Nullable String fingerprint;
    private long applied = KeyEntry.NONE;
    private long parkedThrough = KeyEntry.NONE;

    /** What is being done; {@code null} if nothing is. */
    @Nullable
    Item current;

    /** Whether {@link #current} is in the hands of a lane. */
    boolean executing;

    /** Records of the key that may come again, of which somebody has decided what becomes of them. */
    int decided;

    /** Offset of an event that is about to make letters pointless, or {@link KeyEntry#NONE}. */
    long pending = KeyEntry.NONE;

    KeySequence(KeyIdentity identity, OrderPolicy policy, OpenLetters all) {
        this.identity = identity;
        this.policy = policy;
        this.all = all;
    }

    KeyIdentity identity() {
        return identity;
    }

    OrderPolicy policy() {
        return policy;
    }

    void add(Item item) {
        waiting.addLast(item);
    }

    void addFirst(Item item) {
        waiting.addFirst(item);
    }

    /** What is wanted with letters comes first: whatever waits is newer. */
    void add(Item.Wanted item) {
        wanted.addLast(item);
    }

    @Nullable
    Item poll() {
        Item first = wanted.pollFirst();
        return first == null ? waiting.pollFirst() : first;
    }

    ArrayDeque<Item.Wanted> wanted() {
        return wanted;
    }

    ArrayDeque<Item> waiting() {
        return waiting;
    }

    /** Whether nothing is left to be done or to be waited for. */
    boolean isOver() {
        return letters.isEmpty() && waiting.isEmpty() && wanted.isEmpty() && current == null && decided == 0;
    }

    /** Takes over what an earlier task knew. */
    void inherit(LetterEntry letter, @Nullable KeyEntry key) {
        if (key != null && letters.isEmpty()) {
            applied = key.applied();
            fingerprint = key.fingerprint();
        }
        put(letter);
    }

    /** There is a letter, or what is known of it has changed. */
    void put(LetterEntry letter) {
        all.put(letter);
        if (letter.status().isOpen()) {
            if (letters.isEmpty()) {
                first = letter;
                all.countKeys(1);
            }
            letters.put(Place.of(letter), letter);
            parkedThrough = Math.max(parkedThrough, letter.offset());
            if (isOfHome(letter)) {
                // Whatever was applied of the key came before.
                applied = Math.min(applied, letter.offset() - 1);
            }
        } else if (letters.remove(Place.of(letter)) != null && letters.isEmpty()) {
            all.countKeys(-1);
        }
    }

    /** Forgets letters. They stay what they are in the ledger. */
    void forget(Predicate<LetterEntry> gone) {
        if (letters.values().removeIf(gone) && letters.isEmpty()) {
            all.countKeys(-1);
        }
    }

    void blame(String cause) {
        fingerprint = letters.size() <= 1 ? cause : fingerprint;
    }

    int letters() {
        return letters.size();
    }

    Iterable<LetterEntry> openLetters() {
        return letters.values();
    }

    /** Whether an event may be applied although the key has letters. */
    boolean mayApply(ChangeEvent event) {
        return firstBefore(event.origin()) == null || (policy == OrderPolicy.SUPERSEDE && isWhole(event));
    }

    /** The first letter of the key that came before a record, or {@code null}. */
    @Nullable
    Place firstBefore(Origin origin) {
        for (Place place : letters.keySet()) {
            if (place.isBefore(origin)) {
                return place;
            }
        }
        return null;
    }

    /** Whether what the row is after an event does not depend on what it was before. */
    static boolean isWhole(ChangeEvent event) {
        Folding folding = event.destination().folding();
        if (event instanceof Delete) {
            return folding == Folding.NET_EFFECT;
        }
        return event instanceof Upsert upsert
                && !upsert.row().isPartial()
                && (folding == Folding.NET_EFFECT || folding == Folding.SOFT_DELETES);
    }

    /** Whether nothing stands between a letter and the target: no older letter, or the event makes those pointless. */
    boolean mayApply(LetterEntry letter, ChangeEvent event) {
        return letters.isEmpty()
                || letters.firstEntry().getValue().id().equals(letter.id())
                || (policy == OrderPolicy.SUPERSEDE && isWhole(event));
    }

    /** Whether the same holds once all that is wanted with older letters has been done. */
    boolean willApply(LetterEntry letter, ChangeEvent event) {
        if (mayApply(letter, event)) {
            return true;
        }
        for (LetterEntry older : letters.headMap(Place.of(letter)).values()) {
            if (!isWanted(older)) {
                return false;
            }
        }
        return true;
    }

    private boolean isWanted(LetterEntry letter) {
        if (current instanceof Item.Wanted asked && asked.letter().id().equals(letter.id())) {
            return true;
        }
        for (Item.Wanted item : wanted) {
            if (item.letter().id().equals(letter.id())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the target has something newer than a letter. */
    boolean isStale(LetterEntry letter) {
        return isOfHome(letter) && letter.offset() <= applied;
    }

    private boolean isOfHome(LetterEntry letter) {
        LetterEntry home = first;
        return home != null
                && home.partition() == letter.partition()
                && home.topic().equals(letter.topic());
    }

    /** The letters that have lost their meaning now that an event has been applied: the older ones, and that of its own record. */
    List<LetterEntry> closedBy(ChangeEvent event) {
        return closedBy(event.origin().source(), event.origin().offset());
    }

    /** The same for a record of which only the place is known. */
    List<LetterEntry> closedBy(SourcePartition source, long offset) {
        Origin origin = new Origin(source, offset, Origin.NO_TIMESTAMP);
        List<LetterEntry> closed = new ArrayList<>();
        letters.forEach((place, letter) -> {
            if (place.isBefore(origin) || place.isAt(origin)) {
                closed.add(letter);
            }
        });
        return closed;
    }

    /** Whether a record must wait, whatever it is, because nothing goes on behind a letter. */
    boolean isHaltedBefore(Origin origin) {
        return policy == OrderPolicy.HALT && firstBefore(origin) != null;
    }

    /** The letter of a record itself, edited or not, or {@code null}. */
    @Nullable
    LetterEntry letterAt(Origin origin) {
        LetterEntry found = null;
        for (LetterEntry letter : letters.values()) {
            if (Place.of(letter).isAt(origin)) {
                found = letter;
            }
        }
        return found;
    }

    /** Whether a letter is open, and this is the newest that is known of it. */
    boolean has(LetterEntry letter) {
        return letter.equals(letters.get(Place.of(letter)));
    }

    /** A record of the key is at the target. */
    void applied(Origin origin) {
        if (isAtHome(origin)) {
            applied = origin.offset();
        }
        pending = KeyEntry.NONE;
    }

    /** Whether a record came by the partition in whose name the ledger speaks of the key. */
    boolean isAtHome(Origin origin) {
        LetterEntry home = first;
        return home != null && Place.of(home).isOfPartition(origin);
    }

    /** A record of the key, which makes letters pointless, is about to be written. Returns whether the ledger can say so. */
    boolean announce(Origin origin) {
        boolean atHome = isAtHome(origin);
        pending = atHome ? origin.offset() : KeyEntry.NONE;
        return atHome;
    }

    /** What the ledger is to say about the key. Only after its first letter. */
    KeyEntry entry(long epoch, long now) {
        return entry(letters.values(), applied, pending, epoch, now);
    }

    /** The same once a record, which came by the key's home, is at the target and some letters have come to their end. */
    KeyEntry entryAfter(Origin origin, Collection<LetterEntry> ended, long epoch, long now) {
        List<LetterEntry> left = new ArrayList<>(letters.values());
        left.removeIf(letter -> ended.stream().anyMatch(gone -> gone.id().equals(letter.id())));
        return entry(left, origin.offset(), KeyEntry.NONE, epoch, now);
    }

    private KeyEntry entry(Collection<LetterEntry> open, long appliedTo, long announced, long epoch, long now) {
        LetterEntry home = java.util.Objects.requireNonNull(first, "a key is in the ledger because of a letter");
        boolean parked = open.stream().anyMatch(letter -> letter.status() == LetterStatus.PARKED);
        return new KeyEntry(
                identity,
                parked || policy == OrderPolicy.PARK || policy == OrderPolicy.HALT
                        ? KeyState.QUARANTINED
                        : KeyState.OPEN,
                policy,
                home.connector(),
                home.destination(),
                home.topic(),
                home.partition(),
                open.isEmpty() ? parkedThrough : open.iterator().next().offset(),
                appliedTo,
                announced,
                parkedThrough,
                open.size(),
                fingerprint,
                epoch,
                now);
    }
}
