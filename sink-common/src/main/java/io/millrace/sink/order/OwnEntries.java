/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.LedgerEntry;
import io.millrace.sink.record.SourcePartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one source partition, in the order in which they are to be written. Immutable.
 *
 * @param source the assignment in whose name they are written, or {@code null} if the partition is not this task's
 */
record OwnEntries(@Nullable SourcePartition source, List<LedgerEntry> entries) {}
