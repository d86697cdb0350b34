/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.Folding;
import org.jspecify.annotations.Nullable;

/**
 * What the target does with the events of a topic, as far as the core must know. Immutable.
 *
 * @param folding what several changes of one row in a batch may become
 * @param needsKeys whether an event without a key is an error
 * @param version tells newer changes of a row from older ones, or {@code null} if the order of arrival does
 */
public record Handling(Folding folding, boolean needsKeys, @Nullable ChangeVersion version) {
    /** Changes come in order. */
    public Handling(Folding folding, boolean needsKeys) {
        this(folding, needsKeys, null);
    }
}
