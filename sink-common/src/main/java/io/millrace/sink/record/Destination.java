/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import org.jspecify.annotations.Nullable;

/**
 * Where an event goes: a table, an index, a prefix. One instance per name, override and task, so that it can be compared
 * by identity on the hot path. Immutable.
 *
 * @param name as the user's template made it
 * @param override name of the topic override whose settings hold for its events, or empty
 * @param folding what several changes of one of its rows may become
 * @param version tells newer changes from older ones, or {@code null} if the order of arrival does
 */
public record Destination(String name, String override, Folding folding, @Nullable ChangeVersion version) {
    /** A destination whose changes come in order. */
    public Destination(String name, String override, Folding folding) {
        this(name, override, folding, null);
    }

    /** A destination without settings of its own. */
    public Destination(String name) {
        this(name, "", Folding.NET_EFFECT);
    }

    @Override
    public String toString() {
        return name;
    }
}
