/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LetterEntry;
import io.millrace.sink.record.Origin;
import java.util.Comparator;

/**
 * Where a letter stands among those of its key: by the offset of its record, and behind the letters that were edited into
 * it. Letters of other partitions have no order among each other but this one. Immutable.
 */
record Place(String topic, int partition, long offset, int revision) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset)
            .thenComparingInt(Place::revision);

    static Place of(LetterEntry letter) {
        return new Place(letter.topic(), letter.partition(), letter.offset(), letter.revision());
    }

    /** Whether a record came before another one. What came by another partition and is here already did. */
    boolean isBefore(Origin origin) {
        return !isOfPartition(origin) || offset < origin.offset();
    }

    /** Whether it is about the very record at {@code origin}. */
    boolean isAt(Origin origin) {
        return isOfPartition(origin) && offset == origin.offset();
    }

    boolean isOfPartition(Origin origin) {
        return partition == origin.source().partition()
                && topic.equals(origin.source().topic());
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
