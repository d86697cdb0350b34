/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import org.apache.kafka.common.config.ConfigDef;

/** A group of settings that belong together: defined, documented and checked in one place. Stateless and thread-safe. */
public interface ConfigFragment {
    /** Adds the keys of this fragment. */
    void define(ConfigDef definition);

    /**
     * Looks for what a single key's validator cannot see: keys that contradict each other, or that need each other.
     *
     * @param problems takes what is found, each on the key that is to be changed
     */
    default void check(ConfigView config, Problems problems) {}
}
