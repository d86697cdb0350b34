/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import java.util.Objects;

/**
 * A task takes a source partition over, or, if confirmed, has taken it over. What stands behind a confirmed entry in the
 * ledger with a lower epoch was written late, by a task that had lost the partition and did not know. Immutable.
 *
 * @param task number of the task
 * @param confirmed whether the worker has called the task since it wrote the entry that is not: a task that has lost a
 *     partition while it took it over does not come so far
 */
public record OwnerEntry(
        String connector, String topic, int partition, int task, boolean confirmed, long epoch, long at)
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
