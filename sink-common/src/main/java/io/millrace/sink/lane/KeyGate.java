/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import java.util.Collection;
import java.util.List;

/**
 * Keeps events of keys that have dead letters out of a lane: what becomes of them is decided elsewhere, in the order in
 * which the lane would have written them. Thread-safe.
 */
public interface KeyGate {
    /** Lets everything pass. */
    KeyGate OPEN = new KeyGate() {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean divert(Collection<ChangeEvent> events) {
            return false;
        }

        @Override
        public boolean keepsOrder(Destination destination) {
            return false;
        }
    };

    /** Whether no key is shut out. Asked for each event, so it must cost nothing. */
    boolean isOpen();

    /**
     * Takes events of one key, in their order, if that key is shut out.
     *
     * @param events at least one
     * @return whether they were taken; if not, the lane may write them
     */
    boolean divert(Collection<ChangeEvent> events);

    /** The same for a single event. */
    default boolean divert(ChangeEvent event) {
        return divert(List.of(event));
    }

    /** Whether a later event of a key must not be written before an earlier one is known to have been. */
    boolean keepsOrder(Destination destination);
}
