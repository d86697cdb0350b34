/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that follow from a table's objects; it goes on where it was when there are more. Confined to one thread. */
final class ChangeLog {
    private final S3Bucket bucket;
    private final String folder;
    private final TableRows rows;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, PartitionReplay> partitions = new TreeMap<>();

    /** @param topic the topic whose name the objects' names begin with */
    ChangeLog(S3Bucket bucket, String topic, Table table) {
        this.bucket = bucket;
        this.folder = topic + "/";
        this.rows = new TableRows(table);
    }

    /** Replays the objects that have come since the last call. */
    ChangeLog goOn(int mostPartitions) {
        for (int partition = 0; partition < mostPartitions; partition++) {
            String of = folder + partition + "/";
            PartitionReplay replay =
                    partitions.computeIfAbsent(of, newFolder -> new PartitionReplay(newFolder, rows, faults));
            bucket.keysAfter(of, replay.lastKey()).forEach(key -> replay.replay(bucket.read(key)));
        }
        return this;
    }

    TableRows rows() {
        return rows;
    }

    List<String> faults() {
        return faults;
    }
}
