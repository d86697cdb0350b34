/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

import io.millrace.s3.format.Compression;
import io.millrace.s3.format.Format;
import java.time.Duration;

/**
 * What objects are like. Immutable.
 *
 * @param format what they are made of
 * @param compression how they are compressed
 * @param level how hard they are compressed, 1 to 9
 * @param folder what the folder of a partition is called
 * @param maxLatency age of an object's first row at which the object is published
 * @param targetBytes size at which it is published earlier
 * @param maxRecords number of rows at which it is published earlier
 * @param threads how many partitions encode and upload at the same time
 */
public record ObjectSettings(
        Format format,
        Compression compression,
        int level,
        PartitionFolder folder,
        Duration maxLatency,
        long targetBytes,
        int maxRecords,
        int threads) {}
