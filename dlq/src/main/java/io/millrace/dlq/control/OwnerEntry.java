/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import java.util.Objects;

/**
 * A task has taken a source partition over. What stands behind it in the ledger with a lower epoch was written late, by a
 * task that had lost the partition and did not know. Immutable.
 *
 * @param task number of the task
 */
public record OwnerEntry(String connector, String topic, int partition, int task, long epoch, long at)
        implements LedgerEntry {
    public OwnerEntry {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(topic, "topic");
    }

    @Override
    public String key() {
        return keyOf(connector, topic, partition);
    }

    /** The key of the records about the owner of a partition. */
    public static String keyOf(String connector, String topic, int partition) {
        return "P:" + connector + ":" + topic + "-" + partition;
    }
}
