/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.lane.RetrySettings;
import java.time.Duration;

/**
 * How a pipeline works. Immutable.
 *
 * @param name of connector and task, for messages and the names of lanes
 * @param decode how records are read
 * @param retries how patient lanes are
 * @param batchMaxRecords most entries of a batch
 * @param batchMaxBytes most bytes of a batch in the target's wire form
 * @param bufferMaxBytes bytes under way above which partitions are paused
 * @param closeTimeout longest wait for writes under way when partitions are lost
 */
public record PipelineSettings(
        String name,
        DecodeSettings decode,
        RetrySettings retries,
        int batchMaxRecords,
        int batchMaxBytes,
        long bufferMaxBytes,
        Duration closeTimeout) {}
