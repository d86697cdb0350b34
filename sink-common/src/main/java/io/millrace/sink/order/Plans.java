/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.Counts;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.dlq.order.LetterSource.Found;
import io.millrace.dlq.order.LetterSource.Reading;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
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

    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();
    /** Nothing remembers that a dry run has been done, so nobody begins with an old one. */
    private static final long OLDEST_DRY_RUN_MS = Duration.ofMinutes(10).toMillis();

    private final OrderSettings settings;
    private final ReplayAccess access;
    private final Letters letters;
    private final PlanLog log;
    private final TimeSource time;
    private final DurableWriter<Command> stops;
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    /** The letters that can be worked on. */
    interface Letters {
        /** The open letters of this task's partitions. */
        Iterable<LetterEntry> open();

        /** An open letter, or {@code null}. */
        @Nullable
        LetterEntry open(LetterId id);

        /** Some letters are about to be begun with. */
        void beginPass();

        /** Begins with a letter. Returns false if an older one of its key must come first. */
        boolean begin(Plan plan, LetterEntry letter, DeadLetter found);
    }

    Plans(OrderSettings settings, ReplayAccess access, Letters letters, PlanLog log, TimeSource time) {
        this.settings = settings;
        this.access = access;
        this.letters = letters;
        this.log = log;
        this.time = time;
        this.stops = new DurableWriter<>(
                "The topic of commands", access.commands()::publish, () -> Instant.ofEpochMilli(time.millis()));
    }

    /** Takes commands and goes on with plans. */
    void pump(boolean mayBegin) {
        stops.poll();
        for (Command command = access.commands().poll();
                command != null;
                command = access.commands().poll()) {
            if (command.connector().equals(settings.connector())) {
                take(command);
            }
        }
        if (mayBegin && access.commands().isCaughtUp()) {
            for (Plan plan : plans.values()) {
                if (plan.isOn()) {
                    advance(plan);
                }
            }
        }
    }

    private void take(Command command) {
        Plan known = plans.get(command.plan());
        switch (command.action()) {
            case REPLAY, DISCARD, RELEASE, EDIT -> {
                if (!command.options().dryRun() || time.millis() - command.at() < OLDEST_DRY_RUN_MS) {
                    plans.putIfAbsent(command.plan(), new Plan(command));
                }
            }
            case PAUSE -> {
                if (known != null && known.isOn()) {
                    known.pause();
                    told(known, AuditEvent.PAUSED, command);
                }
            }
            case RESUME -> {
                if (known != null && known.paused && !known.ended) {
                    known.resume();
                    told(known, AuditEvent.RESUMED, command);
                }
            }
            case CANCEL -> {
                if (known != null && !known.cancelled) {
                    known.cancel();
                    told(known, AuditEvent.CANCELLED, command);
                }
            }
        }
    }

    private void told(Plan plan, AuditEvent event, Command command) {
        if (plan.started) {
            log.tell(plan, event, command.by(), command.reason(), null);
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
            if (plan.underWay == 0) {
                beginPass(plan);
            }
            return;
        }
        while (plan.underWay < MOST_UNDER_WAY && plan.mayAdmit(time.nanos())) {
            Found found = reading.poll();
            if (found == null) {
                break;
            }
            begin(plan, found);
        }
        if (time.nanos() - plan.toldAt >= PROGRESS_NANOS) {
            log.tell(plan, AuditEvent.PROGRESS, null);
        }
        Throwable failure = reading.failure();
        if (failure != null) {
            LOG.warn("Plan '{}': letters cannot be read; trying again", plan, failure);
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

    private void beginPass(Plan plan) {
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
                    plan.action(),
                    plan.command().by(),
                    wanted.size());
            log.tell(plan, AuditEvent.STARTED, null);
        }
        letters.beginPass();
        plan.beginPass(access.letters().read(wanted), wanted.size());
    }

    private Set<LetterId> wanted(Plan plan) {
        Set<LetterId> wanted = new LinkedHashSet<>();
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
        if (entry == null || !plan.wants(entry) || !isSelected(plan, found) || !plan.found(letter.id())) {
            return;
        }
        if (letters.begin(plan, entry, letter)) {
            plan.admitted(time.nanos());
        }
    }

    private static boolean isSelected(Plan plan, Found found) {
        Selection selection = plan.command().selection();
        return switch (plan.action()) {
            case EDIT -> true;
            case RELEASE -> selection.matches(found.letter());
            default -> selection.matches(found.letter()) && selection.reaches(found.partition(), found.offset());
        };
    }

    private void end(Plan plan, Set<LetterId> left) {
        plan.ended = true;
        plan.close();
        if (plan.started) {
            LOG.info("Plan '{}' is done here: {}", plan, plan.counts());
            String detail = left.isEmpty()
                    ? null
                    : left.size()
                            + " letters were not touched: they wait for older ones of their keys, do not match, or"
                            + " are not in the topic any more";
            log.tell(plan, AuditEvent.DONE, detail);
        }
    }

    /** A letter has been worked on. Looks whether the plan may go on. */
    void worked(Plan plan) {
        String reason = plan.stopReason();
        if (reason == null || !plan.isOn()) {
            return;
        }
        plan.pause();
        String by = "task " + settings.task();
        log.tell(plan, AuditEvent.STOPPED, by, reason, null);
        // For the other tasks, and for this one when it begins anew.
        Command pause = new Command(
                plan.command().plan(),
                settings.connector(),
                Action.PAUSE,
                Selection.ALL,
                ReplayOptions.NONE,
                List.of(),
                by,
                reason,
                time.millis());
        stops.write(pause, () -> LOG.info("Plan '{}' has stopped: {}", plan, reason));
    }

    /** Whether any plan has work. */
    boolean isBusy() {
        return !access.commands().isCaughtUp()
                || plans.values().stream().anyMatch(plan -> plan.isOn() || plan.underWay > 0);
    }

    /** Plans at work. */
    int active() {
        return (int) plans.values().stream()
                .filter(plan -> plan.started && plan.isOn())
                .count();
    }

    /** Most letters that those may still try. */
    long left() {
        return plans.values().stream()
                .filter(plan -> plan.started && plan.isOn())
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
}
