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
     * Partition of the ledger for what belongs to a source partition: all of it on one, so that it keeps its order.
     *
     * @param topic source topic
     * @param partition source partition
     * @param partitions how many the ledger has
     */
    public static int ledgerPartition(String topic, int partition, int partitions) {
        return Math.floorMod(31 * topic.hashCode() + partition, partitions);
    }

    /**
     * Partition of the letters topic for what belongs to a source partition. Letters of one key are in the order of their
     * records there, unless the topic did not take them for a while.
     *
     * @param partition source partition
     * @param partitions how many the letters topic has
     */
    public static int lettersPartition(int partition, int partitions) {
        return partition % partitions;
    }

    /** Those that belong to the letters in {@code lettersTopic}. */
    public static ControlTopics of(String lettersTopic) {
        return new ControlTopics(lettersTopic + ".ledger", lettersTopic + ".commands", lettersTopic + ".audit");
    }
}
