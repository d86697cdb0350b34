/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a pipeline is like.
 *
 * @param name prefix of its topics and connectors: lower-case letters and digits
 * @param seed decides what happens in the store
 * @param workers how many Connect workers, at least one
 * @param sinkSettings keys that each sink gets besides its own; they win
 * @param folder where plugins are unpacked and configurations written
 */
public record PipelineOptions(String name, long seed, int workers, Map<String, String> sinkSettings, Path folder) {
    /** Copies the settings. */
    public PipelineOptions {
        sinkSettings = Map.copyOf(sinkSettings);
    }
}
