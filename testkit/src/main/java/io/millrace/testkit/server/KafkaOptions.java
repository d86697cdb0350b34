/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a {@link KafkaBroker}.
 *
 * @param jvm how much its JVM may take
 * @param settings broker settings that win over the testkit's
 */
public record KafkaOptions(Jvm jvm, Map<String, String> settings) {
    /** Copies the settings. */
    public KafkaOptions {
        settings = Map.copyOf(settings);
    }

    /**
     * A small broker for tests.
     *
     * @return the defaults
     */
    public static KafkaOptions defaults() {
        return new KafkaOptions(Jvm.quick(512), Map.of());
    }

    /**
     * The same with another JVM.
     *
     * @param other how much the JVM may take
     * @return new options
     */
    public KafkaOptions with(Jvm other) {
        return new KafkaOptions(other, settings);
    }

    /**
     * The same with one setting changed or added.
     *
     * @param name as in {@code server.properties}
     * @param value as in {@code server.properties}
     * @return new options
     */
    public KafkaOptions with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new KafkaOptions(jvm, changed);
    }
}
