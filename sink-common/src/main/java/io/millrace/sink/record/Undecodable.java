/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import io.millrace.dlq.Failure;

/**
 * A record that no event can be made of.
 *
 * @param failure why: the record's fault or a wrong configuration
 */
public record Undecodable(Failure failure) implements Decoded {}
