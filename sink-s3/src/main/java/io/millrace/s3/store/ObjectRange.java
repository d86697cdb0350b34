/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object holds, as its metadata says: all rows of a partition with offsets from {@code from} (inclusive) to
 * {@code to} (exclusive) that go to its destination. Immutable.
 *
 * @param topic original topic
 * @param partition of the topic
 * @param from the first offset that is covered, with or without a row
 * @param to the first offset that is not covered any more; the next object begins there
 * @param rows how many rows
 * @param crc32 CRC32 of the content in base64
 */
public record ObjectRange(String topic, int partition, long from, long to, long rows, String crc32) {
    private static final String TOPIC = "millrace-topic";
    private static final String PARTITION = "millrace-partition";
    private static final String FROM = "millrace-from-offset";
    private static final String TO = "millrace-to-offset";
    private static final String ROWS = "millrace-rows";
    private static final String CRC32 = "millrace-crc32";

    /** As the metadata of an object. */
    Map<String, String> metadata() {
        return Map.of(
                TOPIC,
                topic,
                PARTITION,
                Integer.toString(partition),
                FROM,
                Long.toString(from),
                TO,
                Long.toString(to),
                ROWS,
                Long.toString(rows),
                CRC32,
                crc32);
    }

    /** What metadata says, or {@code null} if the object is none of ours. */
    static @Nullable ObjectRange of(Map<String, String> metadata) {
        try {
            ObjectRange range = new ObjectRange(
                    metadata.getOrDefault(TOPIC, ""),
                    Integer.parseInt(metadata.getOrDefault(PARTITION, "")),
                    Long.parseLong(metadata.getOrDefault(FROM, "")),
                    Long.parseLong(metadata.getOrDefault(TO, "")),
                    Long.parseLong(metadata.getOrDefault(ROWS, "")),
                    metadata.getOrDefault(CRC32, ""));
            return range.from < range.to ? range : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
