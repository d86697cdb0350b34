/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.time;

/**
 * The only way to learn what time it is, so that tests can decide. Thread-safe.
 *
 * <p>Waits and ages are measured with {@link #nanos}, which never jumps; {@link #millis} is for comparing with the
 * timestamps of records.
 */
public interface TimeSource {
    /** The clocks of this machine. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    };

    /** Nanoseconds from some fixed point; only differences mean anything. */
    long nanos();

    /** Milliseconds since the epoch. */
    long millis();
}
