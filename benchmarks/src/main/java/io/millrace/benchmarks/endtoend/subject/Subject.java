/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import java.util.Map;
import java.util.TreeMap;

/**
 * One product with settings. Immutable.
 *
 * @param id in lower case, fit for results
 * @param product whose code
 * @param settings what differs from the product's defaults, for people "defaults" if there is nothing
 */
public record Subject(String id, Product product, Map<String, String> settings) {
    /** How many connections a plain program writes with. */
    public static final String CONNECTIONS = "connections";

    /** How many rows a plain program writes at once. */
    public static final String BATCH = "batch";

    /** Copies the settings. */
    public Subject {
        settings = Map.copyOf(settings);
    }

    /**
     * The same with a setting more.
     *
     * @param suffix what is added to its id
     * @param key of the setting
     * @param value of the setting
     * @return another subject
     */
    public Subject with(String suffix, String key, String value) {
        return new Subject(id + "-" + suffix, product, settings).and(key, value);
    }

    /**
     * The same, by the same name, with a setting more.
     *
     * @param key of the setting
     * @param value of the setting
     * @return another subject
     */
    public Subject and(String key, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value);
        return new Subject(id, product, more);
    }

    /**
     * For people.
     *
     * @return whose code, with which settings
     */
    public String label() {
        String name = product.label();
        return settings.isEmpty() ? name + ", defaults" : name + ", " + id.substring(id.lastIndexOf('-') + 1);
    }

    /** The settings in order, as {@code key=value}, or "defaults". */
    public String settingsText() {
        if (settings.isEmpty()) {
            return "defaults";
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings).forEach((key, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(key)
                .append('=')
                .append(value));
        return text.toString();
    }
}
