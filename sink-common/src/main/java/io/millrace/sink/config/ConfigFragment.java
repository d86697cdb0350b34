/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** A group of settings that belong together: defined, documented and checked in one place. Stateless and thread-safe. */
public interface ConfigFragment {
    /** Adds the keys of this fragment. */
    void define(ConfigDef definition);

    /** The keys of this fragment that a topic override may set. */
    default List<String> perTopic() {
        return List.of();
    }

    /**
     * Looks for what a single key's validator cannot see: keys that contradict each other, or that need each other.
     *
     * @param problems takes what is found, each on the key that is to be changed
     */
    default void check(ConfigView config, Problems problems) {}

    /**
     * As {@link #check}, among the keys that are per topic: called for what is set in general, and once for what each
     * topic override makes of it.
     */
    default void checkTopic(ConfigView config, Problems problems) {}
}
