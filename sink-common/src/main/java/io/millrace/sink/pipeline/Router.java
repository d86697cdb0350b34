/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.Lane;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.spi.Lanes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Chooses the lane of an event. Confined to the task thread. */
final class Router {
    private final Function<String, Lane> lanes;
    private final List<Lane> byKey = new ArrayList<>();
    /** Read by whoever looks at metrics; a partition's assignments are told apart by identity. */
    private final Map<SourcePartition, Lane> byPartition = new ConcurrentHashMap<>();

    private final boolean perPartition;

    /** @param lanes makes a lane of a name */
    Router(Lanes policy, Function<String, Lane> lanes) {
        this.lanes = lanes;
        this.perPartition = policy instanceof Lanes.ByPartition;
        if (policy instanceof Lanes.ByKey keyed) {
            for (int i = 0; i < keyed.count(); i++) {
                byKey.add(lanes.apply("lane-" + i));
            }
        }
    }

    /** Whether each partition has a lane of its own, so that nothing needs to wait for other lanes. */
    boolean isPerPartition() {
        return perPartition;
    }

    void assigned(SourcePartition source) {
        if (perPartition) {
            byPartition.put(source, lanes.apply("lane-" + source.topicPartition()));
        }
    }

    /** Forgets the lane of a partition and returns it; empty if lanes are not by partition. */
    List<Lane> revoked(SourcePartition source) {
        Lane lane = byPartition.remove(source);
        return lane == null ? List.of() : List.of(lane);
    }

    /** The lane for an event: always the same for the same destination and key. */
    Lane lane(ChangeEvent event) {
        if (perPartition) {
            return Objects.requireNonNull(
                    byPartition.get(event.origin().source()), "an event comes only from an assigned partition");
        }
        if (byKey.size() == 1) {
            return byKey.get(0);
        }
        RowKey key = event.key();
        // Without a key there is still the order within a partition to be kept.
        int identity = key == null ? event.origin().source().topicPartition().hashCode() : key.hashCode();
        int hash = (31 * event.destination().name().hashCode() + identity) * 0x9E3779B9;
        return byKey.get(Math.floorMod(hash ^ hash >>> 15, byKey.size()));
    }

    /** The lane that truncates run on: any, once all are idle. */
    Lane first() {
        return byKey.get(0);
    }

    Collection<Lane> all() {
        return perPartition ? byPartition.values() : byKey;
    }

    /** Whether all lanes are at rest; what they hold for {@code destination}, which is to be emptied, has ended then. */
    boolean allAtRestBefore(Destination destination) {
        for (Lane lane : all()) {
            if (!lane.isAtRestBefore(destination)) {
                return false;
            }
        }
        return true;
    }
}
