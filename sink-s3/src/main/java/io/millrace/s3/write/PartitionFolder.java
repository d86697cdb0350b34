/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.sink.record.SourcePartition;

/** What the folder of a partition is called: the values of {@code object.partition.format}. */
public enum PartitionFolder {
    /** {@code 7}. */
    NUMBER,
    /** {@code orders-7}, with the original topic: where several topics share a prefix. */
    TOPIC_AND_NUMBER;

    String name(SourcePartition source) {
        return this == NUMBER
                ? Integer.toString(source.partition())
                : source.topicPartition().toString();
    }
}
