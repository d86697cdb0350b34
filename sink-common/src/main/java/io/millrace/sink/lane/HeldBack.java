/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.SourcePartition;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what lanes hold back: events whose destination takes nothing for now, and those that wait for something else to
 * come first. They are part of the bytes under way, but no reason to stop what could be written. Thread-safe; touched only
 * for events that are held back.
 */
public final class HeldBack {
    private final AtomicLong bytes = new AtomicLong();
    private final Map<SourcePartition, Long> byPartition = new ConcurrentHashMap<>();
    private final Map<Destination, Long> byUnit = new ConcurrentHashMap<>();

    /** An event waits for something else to come first. */
    void add(ChangeEvent event) {
        count(event, 1);
    }

    void remove(ChangeEvent event) {
        count(event, -1);
    }

    /** An event waits until a unit takes records again. */
    void add(Destination unit, ChangeEvent event) {
        count(event, 1);
        count(byUnit, unit, 1);
    }

    void remove(Destination unit, ChangeEvent event) {
        count(event, -1);
        count(byUnit, unit, -1);
    }

    private void count(ChangeEvent event, long sign) {
        bytes.addAndGet(sign * event.bytes());
        count(byPartition, event.origin().source(), sign);
    }

    private static <K> void count(Map<K, Long> counts, K key, long sign) {
        counts.merge(key, sign, (before, more) -> before + more == 0 ? null : before + more);
    }

    /** Bytes of all events that are held back. */
    public long bytes() {
        return bytes.get();
    }

    /** Events that wait until a unit takes records again. */
    long records(Destination unit) {
        return byUnit.getOrDefault(unit, 0L);
    }

    /** The partitions of this task that such events came from. */
    public Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (SourcePartition source : byPartition.keySet()) {
            if (!source.isRevoked()) {
                partitions.add(source.topicPartition());
            }
        }
        return partitions;
    }
}
