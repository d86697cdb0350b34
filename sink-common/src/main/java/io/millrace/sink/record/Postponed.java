/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import io.millrace.dlq.Failure;

/**
 * A record that cannot be decoded now, though nothing is known to be wrong with it: it has to be decoded again later, before
 * any that comes after it.
 *
 * @param why what is down
 */
public record Postponed(Failure.TargetDown why) implements Decoded {}
