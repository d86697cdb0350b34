/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.order.LetterSource.Reading;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command and how far this task is with it. Confined to the task thread. */
final class Plan {
    /** From so many letters on a share of failures says something. */
    private static final int ENOUGH_FOR_A_RATIO = 20;

    private final Command command;
    /** Letters that this plan is done with here, for better or worse. */
    private final Set<LetterId> handled = new HashSet<>();

    private final Set<LetterId> found = new HashSet<>();

    private long admitted;
    private long done;
    private long failed;
    private long stale;
    private long firstAdmittedAt = Long.MIN_VALUE;

    boolean started;
    boolean paused;
    boolean ended;
    boolean cancelled;
    /** Letters in the hands of key sequences. */
    int underWay;
    /** Letters handled since the current reading began. */
    int progress;
    /** Letters asked for by it. */
    private int pass;

    @Nullable
    Reading reading;

    Plan(Command command) {
        this.command = command;
    }

    Command command() {
        return command;
    }

    boolean isDry() {
        return command.options().dryRun() && command.action() != Action.DISCARD;
    }

    /** Whether a letter is still to be looked at. */
    boolean wants(LetterEntry letter) {
        boolean inTime = !command.selection().until().isEmpty()
                || command.action() == Action.RELEASE
                || letter.at() <= command.at();
        return letter.status().isOpen()
                && inTime
                && !command.plan().equals(letter.plan())
                && !handled.contains(letter.id())
                && command.selection().allows(letter);
    }

    /** Whether one more letter may be begun now. */
    boolean mayAdmit(long nowNanos) {
        ReplayOptions options = command.options();
        if (options.canary() > 0 && admitted >= options.canary() && done + stale < options.canary()) {
            return false;
        }
        Double rate = options.ratePerSecond();
        if (rate == null || firstAdmittedAt == Long.MIN_VALUE) {
            return true;
        }
        return admitted < 1 + rate * (nowNanos - firstAdmittedAt) / 1e9;
    }

    void admitted(long nowNanos) {
        firstAdmittedAt = firstAdmittedAt == Long.MIN_VALUE ? nowNanos : firstAdmittedAt;
        admitted++;
        underWay++;
    }

    void found(LetterId letter) {
        found.add(letter);
    }

    boolean hasFound(LetterId letter) {
        return found.contains(letter);
    }

    void beginPass(Reading next, int wanted) {
        reading = next;
        pass = wanted;
        progress = 0;
        found.clear();
    }

    void done(LetterId letter) {
        handled(letter);
        done++;
    }

    void failed(LetterId letter) {
        handled(letter);
        failed++;
    }

    void stale(LetterId letter) {
        handled(letter);
        stale++;
    }

    private void handled(LetterId letter) {
        handled.add(letter);
        progress++;
    }

    /** Why the plan must not go on, or {@code null}. */
    @Nullable
    String stopReason() {
        ReplayOptions options = command.options();
        if (failed > 0 && options.canary() > 0 && done + failed + stale <= options.canary()) {
            return failed + " of the first " + options.canary() + " letters failed";
        }
        Integer most = options.stopIfFailed();
        if (most != null && failed > 0 && failed >= most) {
            return failed + " letters failed";
        }
        Double ratio = options.stopIfFailedRatio();
        long all = done + failed + stale;
        if (ratio != null && all >= ENOUGH_FOR_A_RATIO && failed > ratio * all) {
            return failed + " of " + all + " letters failed";
        }
        return null;
    }

    /** Most letters that may still be tried. */
    int left() {
        return Math.max(0, pass - progress);
    }

    Counts counts() {
        return new Counts(done + failed + stale + underWay, done, failed, stale);
    }

    void close() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }
}
