/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/**
 * What a target is like, as far as the core must know.
 *
 * @param lanes how events are spread
 * @param folds whether several events of a key may be written as their net effect; false for a log that keeps them all
 * @param needsKeys whether an event without a key is an error
 * @param needsSourcePositions whether events must tell where in the log of their source they stand
 */
public record Capabilities(Lanes lanes, boolean folds, boolean needsKeys, boolean needsSourcePositions) {
    /** Without positions in the log of the source. */
    public Capabilities(Lanes lanes, boolean folds, boolean needsKeys) {
        this(lanes, folds, needsKeys, false);
    }
}
