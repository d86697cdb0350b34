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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands, letters and audit of a connector, in memory, for several tasks. Confined to one thread. */
public final class SimulatedReplay {
    private final Supplier<List<DeadLetter>> letters;
    private final RecordRestorer restorer;
    private final List<Command> commands = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();

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

    /** All that was done, in order. */
    public List<AuditEntry> audit() {
        return List.copyOf(audit);
    }

    /** What one task sees. */
    public ReplayAccess connect() {
        return new ReplayAccess(new Commands(), new Letters(), new Audit(), restorer);
    }

    private final class Commands implements CommandSource {
        private int next;

        @Override
        public @Nullable Command poll() {
            return next < commands.size() ? commands.get(next++) : null;
        }

        @Override
        public Future<?> publish(Command command) {
            commands.add(command);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final class Audit implements AuditLog {
        @Override
        public Future<?> append(AuditEntry entry) {
            audit.add(entry);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private final class Letters implements LetterSource {
        @Override
        public Reading read(Set<LetterId> wanted) {
            ArrayDeque<Found> found = new ArrayDeque<>();
            long offset = 0;
            for (DeadLetter letter : letters.get()) {
                if (wanted.contains(letter.id())) {
                    found.add(new Found(letter, 0, offset));
                }
                offset++;
            }
            return new Snapshot(found);
        }

        @Override
        public Future<?> write(DeadLetter letter) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("letters are not edited here"));
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private record Snapshot(ArrayDeque<LetterSource.Found> found) implements LetterSource.Reading {
        @Override
        public LetterSource.@Nullable Found poll() {
            return found.poll();
        }

        @Override
        public boolean isDone() {
            return found.isEmpty();
        }

        @Override
        public @Nullable Throwable failure() {
            return null;
        }

        @Override
        public void close() {
            found.clear();
        }
    }
}
