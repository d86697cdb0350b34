/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.order.LetterSource.Reading;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command and how far this task is with it. Confined to the task thread. */
final class Plan {
    private final Command command;
    private final Pace pace;
    /** Letters that this plan is done with here, for better or worse. */
    private final Set<LetterId> handled = new HashSet<>();

    private final Set<LetterId> found = new HashSet<>();

    private long done;
    private long failed;
    private long stale;

    boolean started;
    boolean paused;
    boolean ended;
    boolean cancelled;
    /** Letters in the hands of key sequences. */
    int underWay;
    /** Letters handled since the current reading began. */
    int progress;
    /** When somebody was told last how far it is, on the monotonic clock. */
    long toldAt;
    /** Letters asked for by it. */
    private int pass;

    @Nullable
    Reading reading;

    Plan(Command command) {
        this.command = command;
        this.pace = new Pace(command.options());
    }

    Command command() {
        return command;
    }

    Action action() {
        return command.action();
    }

    /** Whether nothing may be changed. */
    boolean isDry() {
        return command.options().dryRun();
    }

    /** Whether something may be begun or gone on with. */
    boolean isOn() {
        return !paused && !ended;
    }

    /** Whether a letter is still to be looked at. */
    boolean wants(LetterEntry letter) {
        if (!letter.status().isOpen() || command.plan().equals(letter.plan()) || handled.contains(letter.id())) {
            return false;
        }
        if (command.action() == Action.EDIT) {
            return command.editOf(letter.id()) != null;
        }
        boolean inTime = !command.selection().until().isEmpty()
                || command.action() == Action.RELEASE
                || letter.at() <= command.at();
        return inTime && command.selection().allows(letter);
    }

    /** Whether one more letter may be begun now. */
    boolean mayAdmit(long nowNanos) {
        return isOn() && pace.mayAdmit(nowNanos);
    }

    void admitted(long nowNanos) {
        pace.admitted(nowNanos);
        underWay++;
    }

    /** A letter was found on the topic. Returns whether that is news. */
    boolean found(LetterId letter) {
        return found.add(letter);
    }

    void beginPass(Reading next, int wanted) {
        reading = next;
        pass = wanted;
        progress = 0;
        found.clear();
    }

    void done(LetterId letter) {
        done++;
        handled(letter);
        pace.succeeded();
    }

    void failed(LetterId letter) {
        failed++;
        handled(letter);
        pace.failed();
    }

    void stale(LetterId letter) {
        stale++;
        handled(letter);
        pace.succeeded();
    }

    /** A letter that was begun with is as it was. */
    void abandoned() {
        underWay--;
        pace.left();
    }

    /** What has become of a letter counts, but may not be known to whoever has its partition now. */
    void forget(LetterId letter) {
        handled.remove(letter);
    }

    private void handled(LetterId letter) {
        underWay--;
        handled.add(letter);
        progress++;
    }

    void pause() {
        paused = true;
        close();
    }

    /** Begins where it was, and forgives what has gone wrong. */
    void resume() {
        paused = false;
        close();
        pace.again(underWay);
    }

    void cancel() {
        ended = true;
        cancelled = true;
        close();
    }

    /** Why the plan must not go on, or {@code null}. */
    @Nullable
    String stopReason() {
        return pace.stopReason();
    }

    /** Most letters that may still be tried. */
    int left() {
        return Math.max(0, pass - progress);
    }

    Counts counts() {
        return new Counts(done + failed + stale + underWay, done, failed, stale);
    }

    /** Gives up what is being read; what is left is found again. */
    void close() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }

    @Override
    public String toString() {
        return command.plan();
    }
}
