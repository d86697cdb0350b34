/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made at the first use; a failure is told to every user and tried again by each. Thread-safe.
 *
 * @param <T> type of the value
 */
final class Shared<T> {
    private final Supplier<T> start;
    private @Nullable T value;

    Shared(Supplier<T> start) {
        this.start = start;
    }

    synchronized T get() {
        T current = value;
        if (current == null) {
            current = start.get();
            value = current;
        }
        return current;
    }
}
