/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that a task holds for records under way. Thread-safe. */
public final class InFlightBytes {
    private final AtomicLong bytes = new AtomicLong();

    public void add(long more) {
        bytes.addAndGet(more);
    }

    public void release(long less) {
        bytes.addAndGet(-less);
    }

    public long sum() {
        return bytes.get();
    }
}
