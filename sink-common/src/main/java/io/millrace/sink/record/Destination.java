/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * Where an event goes: a table, an index, a prefix. One instance per name and task, so that it can be compared by
 * identity on the hot path. Immutable.
 *
 * @param name as the user's template made it
 */
public record Destination(String name) {
    @Override
    public String toString() {
        return name;
    }
}
