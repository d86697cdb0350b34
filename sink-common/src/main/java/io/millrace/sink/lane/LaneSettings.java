/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

/**
 * How large batches grow. Immutable.
 *
 * @param maxRecords most entries of a batch
 * @param maxBytes most bytes of a batch in the target's wire form; one larger record is still sent alone
 */
public record LaneSettings(int maxRecords, int maxBytes) {}
