/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** Tells newer changes of a row from older ones where the order of arrival does not. Thread-safe. */
@FunctionalInterface
public interface ChangeVersion {
    /** Of a change that does not tell: it counts as the newest. */
    long UNKNOWN = Long.MIN_VALUE;

    /** The version of a change; a newer change of the same row never has a lower one. */
    long of(ChangeEvent event);

    /** Whether a change that came later is known to be older than an earlier one. */
    default boolean isOlder(ChangeEvent event, ChangeEvent than) {
        long version = of(event);
        return version != UNKNOWN && version < of(than);
    }
}
