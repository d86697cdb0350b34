/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.function.Function;

/**
 * How records are read. Immutable.
 *
 * @param unavailableValue the source's {@code unavailable.value.placeholder}
 * @param needsKeys whether an event without a key is an error
 * @param sourcePositions whether events must tell where in the log of their source they stand
 * @param topics settings by name of the topic as transformations left it; asked once per topic
 */
public record DecodeSettings(
        String unavailableValue, boolean needsKeys, boolean sourcePositions, Function<String, TopicSettings> topics) {

    /** Without positions in the log of the source. */
    public DecodeSettings(String unavailableValue, boolean needsKeys, Function<String, TopicSettings> topics) {
        this(unavailableValue, needsKeys, false, topics);
    }
}
