/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/** How events are spread over lanes. Events of one lane are written in order, one batch at a time. */
public sealed interface Lanes {
    /**
     * The same destination and key always take the same lane.
     *
     * @param count how many lanes, at least 1
     */
    record ByKey(int count) implements Lanes {
        public ByKey {
            if (count < 1) {
                throw new IllegalArgumentException("There must be at least one lane, not " + count);
            }
        }
    }

    /**
     * One lane for each assigned topic-partition.
     *
     * @param threads how many of them may work at the same time
     */
    record ByPartition(int threads) implements Lanes {}
}
