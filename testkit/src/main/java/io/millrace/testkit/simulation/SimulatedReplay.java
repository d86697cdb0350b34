/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.simulation;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.order.AuditLog;
import io.millrace.dlq.order.CommandSource;
import io.millrace.dlq.order.LetterSource;
import io.millrace.dlq.order.RecordRestorer;
import io.millrace.dlq.order.ReplayAccess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands, letters and audit of a connector for several tasks, in memory, late or not at all as the test decides. Confined to
 * one thread.
 */
public final class SimulatedReplay implements SimulatedService {
    private final Supplier<List<DeadLetter>> letters;
    private final RecordRestorer restorer;
    private final List<Command> commands = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<LetterId, DeadLetter> edited = new LinkedHashMap<>();
    private final List<ArrayDeque<Pending>> connections = new ArrayList<>();
    private boolean away;
    private long writes;

    /**
     * @param letters the letters as they are now, in the order in which they were written
     * @param restorer makes records of them
     */
    public SimulatedReplay(Supplier<List<DeadLetter>> letters, RecordRestorer restorer) {
        this.letters = letters;
        this.restorer = restorer;
    }

    /** Tells all tasks, those that are yet to come included. */
    public void command(Command command) {
        commands.add(command);
    }

    /** All that was asked for, in order. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** All that was done, in order. */
    public List<AuditEntry> audit() {
        return List.copyOf(audit);
    }

    /** The letters that stand in the places of others. */
    public Collection<DeadLetter> edited() {
        return List.copyOf(edited.values());
    }

    /** Refuses everything, or takes it again. */
    @Override
    public void setAway(boolean away) {
        this.away = away;
    }

    /** What was written so far: each is a durable step. */
    public long writes() {
        return writes;
    }

    /** Whether nothing is under way. */
    @Override
    public boolean isIdle() {
        return connections.stream().allMatch(ArrayDeque::isEmpty);
    }

    /** One write arrives or fails; those of a task in order. Returns whether there was one. */
    @Override
    public boolean answerOne(Random random) {
        List<ArrayDeque<Pending>> busy =
                connections.stream().filter(each -> !each.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        Pending next = busy.get(random.nextInt(busy.size())).remove();
        if (away) {
            if (random.nextBoolean()) {
                // What fails may have been written.
                next.effect.run();
            }
            next.safe.completeExceptionally(new IllegalStateException("nobody takes what is done to letters"));
        } else {
            next.effect.run();
            writes++;
            next.safe.complete(null);
        }
        return true;
    }

    /** What one task sees. */
    public ReplayAccess connect() {
        ArrayDeque<Pending> pending = new ArrayDeque<>();
        connections.add(pending);
        return new ReplayAccess(new Commands(pending), new Letters(pending), new Audit(pending), restorer);
    }

    private static Future<?> later(ArrayDeque<Pending> pending, Runnable effect) {
        Pending next = new Pending(effect, new CompletableFuture<>());
        pending.add(next);
        return next.safe;
    }

    private record Pending(Runnable effect, CompletableFuture<Void> safe) {}

    private final class Commands implements CommandSource {
        private final ArrayDeque<Pending> pending;
        private int next;

        Commands(ArrayDeque<Pending> pending) {
            this.pending = pending;
        }

        @Override
        public @Nullable Command poll() {
            return away || next == commands.size() ? null : commands.get(next++);
        }

        @Override
        public boolean isCaughtUp() {
            return next == commands.size();
        }

        @Override
        public Future<?> publish(Command command) {
            return later(pending, () -> commands.add(command));
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final class Audit implements AuditLog {
        private final ArrayDeque<Pending> pending;

        Audit(ArrayDeque<Pending> pending) {
            this.pending = pending;
        }

        @Override
        public Future<?> append(AuditEntry entry) {
            return later(pending, () -> audit.add(entry));
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final class Letters implements LetterSource {
        private final ArrayDeque<Pending> pending;

        Letters(ArrayDeque<Pending> pending) {
            this.pending = pending;
        }

        @Override
        public Reading read(Set<LetterId> wanted) {
            ArrayDeque<Found> found = new ArrayDeque<>();
            long offset = 0;
            for (Collection<DeadLetter> some : List.of(letters.get(), edited.values())) {
                for (DeadLetter letter : some) {
                    if (wanted.contains(letter.id())) {
                        found.add(new Found(letter, 0, offset));
                    }
                    offset++;
                }
            }
            return new Snapshot(found);
        }

        @Override
        public Future<?> write(DeadLetter letter) {
            return later(pending, () -> edited.put(letter.id(), letter));
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final class Snapshot implements LetterSource.Reading {
        private final ArrayDeque<LetterSource.Found> found;

        Snapshot(ArrayDeque<LetterSource.Found> found) {
            this.found = found;
        }

        @Override
        public LetterSource.@Nullable Found poll() {
            return away ? null : found.poll();
        }

        @Override
        public boolean isDone() {
            return found.isEmpty();
        }

        @Override
        public @Nullable Throwable failure() {
            return away && !found.isEmpty() ? new IllegalStateException("nobody reads letters") : null;
        }

        @Override
        public void close() {
            found.clear();
        }
    }
}
