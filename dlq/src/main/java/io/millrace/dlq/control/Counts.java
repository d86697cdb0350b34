/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/**
 * How far a task is with a plan, in letters. Immutable.
 *
 * @param selected found so far
 * @param done applied, or given up if that was asked for
 * @param failed could not be applied
 * @param stale not applied because the target has something newer
 */
public record Counts(long selected, long done, long failed, long stale) {}
