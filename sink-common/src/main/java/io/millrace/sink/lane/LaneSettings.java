/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

/**
 * How large batches grow. Immutable.
 *
 * @param maxRecords most entries of a batch
 * @param maxBytes most bytes of a batch in the target's wire form; one larger record is still sent alone
 * @param folds whether events of one key may be folded
 */
public record LaneSettings(int maxRecords, int maxBytes, boolean folds) {}
