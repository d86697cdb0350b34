/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of a value over the last ten seconds. {@link #record} is wait-free and for any thread; {@link #tick}
 * is for one thread; reading is for any.
 */
final class SlidingHistogram {
    private static final long SLICE_NANOS = 1_000_000_000L;
    private static final int SLICES = 10;
    private static final int DIGITS = 2;

    private final long highest;
    private final Recorder recorder;
    private final @Nullable Histogram[] slices = new Histogram[SLICES];
    private int next;
    private boolean started;
    private long lastTick;
    private volatile Histogram merged;

    /** @param highest values above it count as it */
    SlidingHistogram(long highest) {
        this.highest = highest;
        this.recorder = new Recorder(highest, DIGITS);
        this.merged = new Histogram(highest, DIGITS);
    }

    void record(long value) {
        recorder.recordValue(Math.max(0, Math.min(highest, value)));
    }

    /** Moves the window on if it is time. */
    void tick(long nowNanos) {
        if (!started) {
            started = true;
            lastTick = nowNanos;
            return;
        }
        if (nowNanos - lastTick < SLICE_NANOS) {
            return;
        }
        lastTick = nowNanos;
        slices[next] = recorder.getIntervalHistogram(slices[next]);
        next = (next + 1) % SLICES;
        Histogram sum = new Histogram(highest, DIGITS);
        for (Histogram slice : slices) {
            if (slice != null) {
                sum.add(slice);
            }
        }
        merged = sum;
    }

    /** The value at a percentile, or NaN if there was none in the window. */
    double percentile(double percentile) {
        Histogram current = merged;
        return current.getTotalCount() == 0 ? Double.NaN : current.getValueAtPercentile(percentile);
    }

    /** The greatest value, or NaN if there was none in the window. */
    double max() {
        Histogram current = merged;
        return current.getTotalCount() == 0 ? Double.NaN : current.getMaxValue();
    }
}
