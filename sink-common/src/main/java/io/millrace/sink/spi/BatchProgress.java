/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition will have come when a batch is durable. Immutable.
 *
 * @param source the assignment
 * @param progress what will be safe then, or {@code null} if this task has lost the partition: then the batch must not be
 *     written
 */
public record BatchProgress(SourcePartition source, @Nullable Progress progress) {}
