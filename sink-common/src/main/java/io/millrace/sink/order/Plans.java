/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.LetterSource.Found;
import io.millrace.dlq.order.LetterSource.Reading;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.time.TimeSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands about the letters of this task's partitions. Confined to the task thread.
 *
 * <p>What has been done is in the ledger, letter by letter, and what is to be done is on the topic of commands. So a task that
 * begins anew reads all commands again, and finds of each what is left. Letters are read in passes: those that must wait for
 * an older one of their key come in a later pass.
 */
final class Plans {
    private static final Logger LOG = LoggerFactory.getLogger(Plans.class);
    /** Letters in the hands of key sequences at a time. */
    private static final int MOST_UNDER_WAY = 500;

    private final OrderSettings settings;
    private final ReplayAccess access;
    private final Letters letters;
    private final TimeSource time;
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    /** The letters that can be worked on. */
    interface Letters {
        /** The open letters of this task's partitions. */
        Iterable<LetterEntry> open();

        /** An open letter, or {@code null}. */
        @Nullable
        LetterEntry open(LetterId id);

        /** Begins with a letter. Returns false if an older one of its key must come first. */
        boolean begin(Plan plan, LetterEntry letter, DeadLetter found);

        /** Puts a better record in the place of a letter. */
        void edit(Plan plan, LetterEntry letter, DeadLetter found);
    }

    Plans(OrderSettings settings, ReplayAccess access, Letters letters, TimeSource time) {
        this.settings = settings;
        this.access = access;
        this.letters = letters;
        this.time = time;
    }

    ReplayAccess access() {
        return access;
    }

    /** Takes commands and goes on with plans. */
    void pump(boolean mayBegin) {
        for (Command command = access.commands().poll();
                command != null;
                command = access.commands().poll()) {
            if (command.connector().equals(settings.connector())) {
                take(command);
            }
        }
        if (mayBegin) {
            for (Plan plan : plans.values()) {
                if (!plan.paused && !plan.ended) {
                    advance(plan);
                }
            }
        }
    }

    private void take(Command command) {
        Plan known = plans.get(command.plan());
        switch (command.action()) {
            case REPLAY, DISCARD, RELEASE, EDIT -> plans.putIfAbsent(command.plan(), new Plan(command));
            case PAUSE, RESUME -> {
                if (known != null && !known.ended) {
                    known.paused = command.action() == Action.PAUSE;
                    // What was on its way is left alone and found again by the next reading.
                    known.close();
                    told(known, known.paused ? AuditEvent.PAUSED : AuditEvent.RESUMED, command.by(), command.reason());
                }
            }
            case CANCEL -> {
                if (known != null && !known.ended) {
                    known.ended = true;
                    known.cancelled = true;
                    known.close();
                    told(known, AuditEvent.CANCELLED, command.by(), command.reason());
                }
            }
        }
    }

    private void told(Plan plan, AuditEvent event, String by, @Nullable String reason) {
        if (plan.started) {
            append(plan, event, by, reason, null);
        }
    }

    /** Other partitions are ours: what has ended for want of letters may go on. */
    void reopen() {
        for (Plan plan : plans.values()) {
            plan.ended = plan.cancelled;
            plan.close();
        }
    }

    private void advance(Plan plan) {
        Reading reading = plan.reading;
        if (reading == null) {
            if (plan.underWay > 0) {
                return;
            }
            Set<LetterId> wanted = wanted(plan);
            if (wanted.isEmpty()) {
                end(plan, wanted);
                return;
            }
            if (!plan.started) {
                plan.started = true;
                LOG.info(
                        "Plan '{}' begins: {} by {}, of at most {} letters",
                        plan.command().plan(),
                        plan.command().action(),
                        plan.command().by(),
                        wanted.size());
                append(
                        plan,
                        AuditEvent.STARTED,
                        plan.command().by(),
                        plan.command().reason(),
                        null);
            }
            plan.beginPass(access.letters().read(wanted), wanted.size());
            return;
        }
        while (plan.underWay < MOST_UNDER_WAY && plan.mayAdmit(time.nanos()) && !plan.paused) {
            Found found = reading.poll();
            if (found == null) {
                break;
            }
            begin(plan, found);
        }
        Throwable failure = reading.failure();
        if (failure != null) {
            LOG.warn(
                    "Plan '{}': letters cannot be read; trying again",
                    plan.command().plan(),
                    failure);
            plan.close();
        } else if (reading.isDone() && plan.underWay == 0) {
            boolean progress = plan.progress > 0;
            plan.close();
            Set<LetterId> left = wanted(plan);
            if (!progress || left.isEmpty()) {
                end(plan, left);
            }
        }
    }

    private Set<LetterId> wanted(Plan plan) {
        Set<LetterId> wanted = new LinkedHashSet<>();
        if (plan.command().action() == Action.EDIT) {
            for (Edit edit : plan.command().edits()) {
                LetterEntry letter = letters.open(edit.letter());
                if (letter != null && !plan.command().plan().equals(letter.plan())) {
                    wanted.add(edit.letter());
                }
            }
            return wanted;
        }
        for (LetterEntry letter : letters.open()) {
            if (plan.wants(letter)) {
                wanted.add(letter.id());
            }
        }
        return wanted;
    }

    private void begin(Plan plan, Found found) {
        DeadLetter letter = found.letter();
        LetterEntry entry = letters.open(letter.id());
        Selection selection = plan.command().selection();
        boolean edit = plan.command().action() == Action.EDIT;
        if (entry == null || plan.hasFound(letter.id())) {
            return;
        }
        boolean reached =
                plan.command().action() == Action.RELEASE || selection.reaches(found.partition(), found.offset());
        if (!edit && (!plan.wants(entry) || !reached || !selection.matches(letter))) {
            return;
        }
        plan.found(letter.id());
        if (edit) {
            plan.admitted(time.nanos());
            letters.edit(plan, entry, letter);
        } else if (letters.begin(plan, entry, letter)) {
            plan.admitted(time.nanos());
        }
    }

    private void end(Plan plan, Set<LetterId> left) {
        plan.ended = true;
        plan.close();
        LOG.info("Plan '{}' is done here: {}", plan.command().plan(), plan.counts());
        if (plan.started) {
            String detail = left.isEmpty()
                    ? null
                    : left.size()
                            + " letters were not touched: they wait for older ones of their keys, do not match, or"
                            + " are not in the topic any more";
            append(plan, AuditEvent.DONE, plan.command().by(), plan.command().reason(), detail);
        }
    }

    /** A letter has been worked on. Looks whether the plan may go on. */
    void worked(Plan plan) {
        plan.underWay--;
        String reason = plan.stopReason();
        if (reason != null && !plan.paused && !plan.ended) {
            plan.paused = true;
            Command pause = new Command(
                    plan.command().plan(),
                    settings.connector(),
                    Action.PAUSE,
                    Selection.ALL,
                    ReplayOptions.NONE,
                    List.of(),
                    "task " + settings.task(),
                    reason,
                    time.millis());
            // If it gets lost, this task has stopped nevertheless, and others count their own failures.
            var unused = access.commands().publish(pause);
            append(plan, AuditEvent.STOPPED, "task " + settings.task(), reason, null);
        }
    }

    /** What has become of a letter, for the audit. */
    AuditEntry entry(Plan plan, LetterId letter, AuditEvent event, @Nullable String detail) {
        return new AuditEntry(
                plan.command().plan(),
                letter,
                settings.connector(),
                settings.task(),
                event,
                plan.command().by(),
                plan.command().reason(),
                null,
                plan.isDry() ? "dry run" + (detail == null ? "" : ": " + detail) : detail,
                time.millis());
    }

    private void append(Plan plan, AuditEvent event, String by, @Nullable String reason, @Nullable String detail) {
        AuditEntry entry = new AuditEntry(
                plan.command().plan(),
                null,
                settings.connector(),
                settings.task(),
                event,
                by,
                reason,
                plan.counts(),
                detail,
                time.millis());
        // What was done to letters is in the ledger; this is for people.
        var unused = access.audit().append(entry);
    }

    /** Whether any plan has work. */
    boolean isBusy() {
        return plans.values().stream().anyMatch(plan -> !plan.paused && !plan.ended);
    }

    /** Plans at work. */
    int active() {
        return (int) plans.values().stream()
                .filter(plan -> plan.started && !plan.paused && !plan.ended)
                .count();
    }

    /** Most letters that those may still try. */
    long left() {
        return plans.values().stream()
                .filter(plan -> plan.started && !plan.paused && !plan.ended)
                .mapToLong(Plan::left)
                .sum();
    }

    /** Letters tried by all plans. */
    Counts counts() {
        long selected = 0;
        long done = 0;
        long failed = 0;
        long stale = 0;
        for (Plan plan : plans.values()) {
            Counts counts = plan.counts();
            selected += counts.selected();
            done += counts.done();
            failed += counts.failed();
            stale += counts.stale();
        }
        return new Counts(selected, done, failed, stale);
    }

    void close() {
        plans.values().forEach(Plan::close);
        access.close();
    }

    /** A failure of a letter for which there is no exception. */
    static Failure failure(String code, String message) {
        return new Failure.Rejected(FailureCode.of("replay", code), message, null);
    }
}
