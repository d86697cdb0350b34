/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

import io.millrace.sink.record.Folding;
import java.util.Map;

/**
 * What a target is like, as far as the core must know. Immutable.
 *
 * @param lanes how events are spread
 * @param handling what is done with the events of topics that no override names
 * @param overrides what is done with those of topic overrides, by name of the override
 * @param needsSourcePositions whether events must tell where in the log of their source they stand
 */
public record Capabilities(
        Lanes lanes, Handling handling, Map<String, Handling> overrides, boolean needsSourcePositions) {
    public Capabilities {
        overrides = Map.copyOf(overrides);
    }

    /**
     * A target that handles all topics alike.
     *
     * @param folds whether several events of a key may be written as their net effect; false for a log that keeps all
     * @param needsKeys whether an event without a key is an error
     */
    public Capabilities(Lanes lanes, boolean folds, boolean needsKeys) {
        this(lanes, new Handling(folds ? Folding.NET_EFFECT : Folding.LOG, needsKeys), Map.of(), false);
    }

    /** What is done with the events of an override; of all others if the name is empty. */
    public Handling handling(String override) {
        return overrides.getOrDefault(override, handling);
    }

    /** Whether an event without a key is an error where no override says otherwise. */
    public boolean needsKeys() {
        return handling.needsKeys();
    }
}
