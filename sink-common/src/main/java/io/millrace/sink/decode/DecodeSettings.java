/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.registry.SchemaSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How records are read. Immutable; confined to the task thread for the sake of what it refers to.
 *
 * @param unavailableValue the source's {@code unavailable.value.placeholder}
 * @param needsKeys whether an event without a key is an error
 * @param sourcePositions whether events must tell where in the log of their source they stand
 * @param schemas tells the schemas that records name by their numbers, or {@code null} if there is no registry
 * @param topics settings by name of the topic as transformations left it; asked once per topic
 */
public record DecodeSettings(
        String unavailableValue,
        boolean needsKeys,
        boolean sourcePositions,
        @Nullable SchemaSource schemas,
        Function<String, TopicSettings> topics) {

    /** Without a schema registry. */
    public DecodeSettings(
            String unavailableValue,
            boolean needsKeys,
            boolean sourcePositions,
            Function<String, TopicSettings> topics) {
        this(unavailableValue, needsKeys, sourcePositions, null, topics);
    }

    /** The same with a schema registry. */
    public DecodeSettings with(SchemaSource registry) {
        return new DecodeSettings(unavailableValue, needsKeys, sourcePositions, registry, topics);
    }

    /** Without positions in the log of the source. */
    public DecodeSettings(String unavailableValue, boolean needsKeys, Function<String, TopicSettings> topics) {
        this(unavailableValue, needsKeys, false, topics);
    }
}
