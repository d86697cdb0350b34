/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/**
 * The topics beside that of the letters. Immutable.
 *
 * @param ledger what has become of keys and letters; compacted
 * @param commands what is to be done
 * @param audit what has been done
 */
public record ControlTopics(String ledger, String commands, String audit) {
    /**
     * Partition of the letters topic and of the ledger for what belongs to a source partition, so that it keeps its order.
     *
     * @param source number of the source partition
     * @param partitions how many the topic has
     */
    public static int partition(int source, int partitions) {
        return Math.floorMod(source, partitions);
    }

    /** Those that belong to the letters in {@code lettersTopic}. */
    public static ControlTopics of(String lettersTopic) {
        return new ControlTopics(lettersTopic + ".ledger", lettersTopic + ".commands", lettersTopic + ".audit");
    }
}
