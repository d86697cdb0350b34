/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of the workers of a {@link ConnectCluster}.
 *
 * @param pluginPath folders, each with one sub-folder per plugin
 * @param offsetFlushInterval how often a worker commits offsets
 * @param jvm how much each worker's JVM may take
 * @param settings worker settings that win over the testkit's
 */
public record ConnectOptions(
        List<Path> pluginPath, Duration offsetFlushInterval, Jvm jvm, Map<String, String> settings) {
    /** Copies the collections. */
    public ConnectOptions {
        pluginPath = List.copyOf(pluginPath);
        settings = Map.copyOf(settings);
    }

    /**
     * Small workers that commit every second.
     *
     * @param pluginPath folders, each with one sub-folder per plugin
     * @return the defaults
     */
    public static ConnectOptions of(Path... pluginPath) {
        return new ConnectOptions(Arrays.asList(pluginPath), Duration.ofSeconds(1), Jvm.quick(1024), Map.of());
    }

    /**
     * The same with another commit interval.
     *
     * @param interval how often a worker commits offsets
     * @return new options
     */
    public ConnectOptions withOffsetFlushInterval(Duration interval) {
        return new ConnectOptions(pluginPath, interval, jvm, settings);
    }

    /**
     * The same with another JVM.
     *
     * @param other how much each worker's JVM may take
     * @return new options
     */
    public ConnectOptions with(Jvm other) {
        return new ConnectOptions(pluginPath, offsetFlushInterval, other, settings);
    }

    /**
     * The same with one worker setting changed or added.
     *
     * @param name as in the worker's properties
     * @param value as in the worker's properties
     * @return new options
     */
    public ConnectOptions with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(name, value);
        return new ConnectOptions(pluginPath, offsetFlushInterval, jvm, changed);
    }
}
