/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

/** Takes what is wrong with a configuration. */
@FunctionalInterface
public interface Problems {
    /**
     * Takes one problem.
     *
     * @param key the key to be changed; one that a fragment defines
     * @param message what is wrong and what to do
     */
    void add(String key, String message);
}
