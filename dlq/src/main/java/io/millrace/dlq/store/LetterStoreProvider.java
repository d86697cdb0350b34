/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.store;

import java.util.List;
import java.util.Map;

/**
 * Brings a kind of store along in a jar of its own, found by {@link java.util.ServiceLoader}: so only those who use it
 * carry its libraries. Implementations are stateless and have a public constructor without parameters.
 */
public interface LetterStoreProvider {
    /** What it is called in {@code dlq.destinations}; its settings are {@code dlq.<kind>.*}. */
    String kind();

    /**
     * What is wrong with some settings; empty if they can be used.
     *
     * @param settings as posted, without the prefix
     */
    List<Problem> check(Map<String, String> settings);

    /**
     * A store; connects with its first letters.
     *
     * @param settings as posted, without the prefix; they have been checked
     * @param task name of the task, for whoever sees its connections
     */
    LetterStore open(Map<String, String> settings, String task);

    /**
     * Something wrong with a setting.
     *
     * @param key the setting, without the prefix
     * @param message what is wrong and what to do
     */
    record Problem(String key, String message) {}
}
