/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.record.Folding;

/**
 * What the target does with the events of a topic, as far as the core must know. Immutable.
 *
 * @param folding what several changes of one row in a batch may become
 * @param needsKeys whether an event without a key is an error
 */
public record Handling(Folding folding, boolean needsKeys) {}
