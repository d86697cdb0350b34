/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.ReplayOptions;
import org.jspecify.annotations.Nullable;

/**
 * How fast a plan may go on, and whether at all, by what has become of its letters since it was begun or resumed. Confined to
 * the task thread.
 */
final class Pace {
    /** From so many letters on a share of failures says something. */
    private static final int ENOUGH_FOR_A_RATIO = 20;

    private static final long SECOND = 1_000_000_000L;

    private final ReplayOptions options;
    private long admitted;
    private long succeeded;
    private long failed;
    private boolean begun;
    private long nextAt;

    Pace(ReplayOptions options) {
        this.options = options;
    }

    /** Whether one more letter may be begun now. */
    boolean mayAdmit(long nowNanos) {
        if (options.canary() > 0 && admitted >= options.canary() && succeeded < options.canary()) {
            return false;
        }
        return options.ratePerSecond() == null || !begun || nextAt - nowNanos <= 0;
    }

    void admitted(long nowNanos) {
        admitted++;
        Double rate = options.ratePerSecond();
        if (rate != null) {
            // What was not used of the last second may be made up for, because nobody looks at every moment.
            long from = begun ? Math.max(nextAt, nowNanos - SECOND) : nowNanos;
            nextAt = from + (long) (SECOND / rate);
            begun = true;
        }
    }

    /** Nothing was done to a letter after all. */
    void left() {
        admitted = Math.max(0, admitted - 1);
    }

    void succeeded() {
        succeeded++;
    }

    void failed() {
        failed++;
    }

    /** The plan is resumed: what went wrong before has been seen. */
    void again(int underWay) {
        admitted = underWay;
        succeeded = 0;
        failed = 0;
    }

    /** Why the plan must not go on, or {@code null}. */
    @Nullable
    String stopReason() {
        if (failed == 0) {
            return null;
        }
        if (succeeded < options.canary()) {
            return failed + " of the first " + options.canary() + " letters failed";
        }
        Integer most = options.stopIfFailed();
        if (most != null && failed >= most) {
            return failed + " letters failed";
        }
        Double ratio = options.stopIfFailedRatio();
        long all = succeeded + failed;
        if (ratio != null && all >= ENOUGH_FOR_A_RATIO && failed > ratio * all) {
            return failed + " of " + all + " letters failed";
        }
        return null;
    }
}
