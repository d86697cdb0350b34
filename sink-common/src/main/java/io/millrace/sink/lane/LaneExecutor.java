/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

/** Where lanes run: on a pool of threads in production, inline under a manual clock in tests. Thread-safe. */
public interface LaneExecutor extends AutoCloseable {
    /** Runs {@code turn} soon. Never within this call. */
    void execute(Runnable turn);

    /** Runs {@code turn} after a while. */
    void schedule(Runnable turn, long delayNanos);

    /** Runs nothing more. Waits a bounded time for what is running. */
    @Override
    void close();
}
