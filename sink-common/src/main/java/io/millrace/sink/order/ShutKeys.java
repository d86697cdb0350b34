/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.KeyIdentity;
import io.millrace.sink.lane.KeyGate;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import java.util.Collection;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The keys that have letters, and what happens to them meanwhile. Thread-safe: lanes shut keys and hand events over, the
 * task thread takes them and lets keys in again. All of that is atomic for each key, so a key is let in only when nothing of
 * it is on its way to the task thread any more.
 */
final class ShutKeys implements KeyGate {
    private final Identities identities;
    private final OrderPolicies policies;
    private final ConcurrentHashMap<KeyIdentity, OnTheirWay> keys = new ConcurrentHashMap<>();
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    ShutKeys(Identities identities, OrderPolicies policies) {
        this.identities = identities;
        this.policies = policies;
    }

    @Override
    public boolean isOpen() {
        return keys.isEmpty();
    }

    @Override
    public boolean keepsOrder(Destination destination) {
        return policies.keepOrder(destination);
    }

    @Override
    public boolean divert(Collection<ChangeEvent> events) {
        ChangeEvent first = events.iterator().next();
        KeyIdentity identity = identities.of(first.destination(), first.key());
        return identity != null
                && keys.computeIfPresent(identity, (key, onTheirWay) -> {
                            for (ChangeEvent event : events) {
                                arrivals.add(new Arrival(key, new Item.Live(event)));
                            }
                            return onTheirWay.plus(events.size());
                        })
                        != null;
    }

    /** Shuts a key out, because of what is handed over. */
    void shut(KeyIdentity identity, Item.Died item) {
        keys.compute(identity, (key, known) -> {
            arrivals.add(new Arrival(key, item));
            return Objects.requireNonNullElse(known, OnTheirWay.NOTHING).plus(1);
        });
    }

    /** Shuts a key out that has letters from before. */
    void shut(KeyIdentity identity) {
        keys.putIfAbsent(identity, OnTheirWay.NOTHING);
    }

    /** The next of what was handed over, or {@code null}. Task thread. */
    @Nullable
    Arrival next() {
        Arrival next = arrivals.poll();
        if (next != null) {
            keys.computeIfPresent(next.identity, (key, onTheirWay) -> onTheirWay.plus(-1));
        }
        return next;
    }

    boolean hasArrivals() {
        return !arrivals.isEmpty();
    }

    /** Lets a key in again, unless something of it is on its way. Returns whether it is. Task thread. */
    boolean letIn(KeyIdentity identity) {
        return keys.computeIfPresent(identity, (key, onTheirWay) -> onTheirWay.items == 0 ? null : onTheirWay) == null;
    }

    /** Something handed over, and the key it belongs to. */
    record Arrival(KeyIdentity identity, Item item) {}

    private record OnTheirWay(int items) {
        static final OnTheirWay NOTHING = new OnTheirWay(0);

        OnTheirWay plus(int more) {
            return new OnTheirWay(items + more);
        }
    }
}
