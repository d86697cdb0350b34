/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.topic.TopicAudit;
import io.millrace.dlq.topic.TopicCommands;
import io.millrace.dlq.topic.TopicLedger;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.testkit.letters.FailedRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Answers commands as a task would, on the topics that tasks use, without writing anywhere. A thread of its own answers;
 * what it is to say is decided before.
 */
final class PretendTask implements AutoCloseable {
    private static final int TASK = 0;

    final List<Command> commands = new CopyOnWriteArrayList<>();

    private final TopicCommands source;
    /** {@code null} if its ledger is in the target. */
    private final @Nullable TopicLedger ledger;

    private final TopicAudit audit;
    private final Map<LetterId, LetterEntry> open = new HashMap<>();
    private final Map<LetterId, AuditEvent> fates;
    private final @Nullable AuditEvent end;
    private final CompletableFuture<Void> answering;
    private volatile boolean closed;

    /**
     * @param entries letters that it knows, all of its own partition
     * @param fates what becomes of them, if not what was asked for
     * @param end how its plans end before all letters are done; they do not if {@code null}
     */
    PretendTask(
            String bootstrapServers,
            String letters,
            List<LetterEntry> entries,
            Map<LetterId, AuditEvent> fates,
            @Nullable AuditEvent end)
            throws Exception {
        this(bootstrapServers, letters, entries, fates, end, true);
    }

    /** @param ledgerOnTopic whether its ledger is where the program can see it */
    PretendTask(
            String bootstrapServers,
            String letters,
            List<LetterEntry> entries,
            Map<LetterId, AuditEvent> fates,
            @Nullable AuditEvent end,
            boolean ledgerOnTopic)
            throws Exception {
        ControlTopics control = ControlTopics.of(letters);
        this.source = new TopicCommands(settings(bootstrapServers, control.commands()));
        this.ledger = ledgerOnTopic ? new TopicLedger(settings(bootstrapServers, control.ledger())) : null;
        this.audit = new TopicAudit(settings(bootstrapServers, control.audit()));
        this.fates = fates;
        this.end = end;
        List<LedgerEntry> first = new ArrayList<>(entries);
        first.add(new OwnerEntry(FailedRecords.CONNECTOR, "orders", 0, TASK, true, 1, 1));
        write(first);
        entries.forEach(entry -> open.put(entry.id(), entry));
        // The program refuses to speak to tasks that have not made their topic.
        safe(audit.append(event("none", null, AuditEvent.STARTED, null)));
        this.answering = CompletableFuture.runAsync(this::answer);
    }

    private static TopicSettings settings(String bootstrapServers, String topic) {
        return new TopicSettings(
                topic,
                Map.of("bootstrap.servers", bootstrapServers),
                true,
                OptionalInt.empty(),
                Duration.ofDays(1),
                Duration.ofSeconds(5));
    }

    private void write(List<LedgerEntry> entries) throws Exception {
        if (ledger != null) {
            safe(ledger.write(entries));
        }
    }

    private static void safe(Future<?> written) throws Exception {
        written.get();
    }

    private void answer() {
        try {
            while (!closed) {
                Command command = source.poll();
                if (command == null) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                } else {
                    commands.add(command);
                    carryOut(command);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("Somebody who pretends to be a task has failed", e);
        }
    }

    private void carryOut(Command command) throws Exception {
        safe(audit.append(event(command.plan(), null, AuditEvent.STARTED, null)));
        for (LetterEntry letter : List.copyOf(open.values())) {
            boolean meant = command.action() == Action.EDIT
                    ? command.edits().stream().map(Edit::letter).anyMatch(letter.id()::equals)
                    : command.selection().allows(letter);
            AuditEvent fate = fates.get(letter.id());
            if (meant && fate != AuditEvent.DONE) {
                tell(command, letter, fate == null ? asAsked(command.action()) : fate);
            }
        }
        if (end != null) {
            safe(audit.append(event(command.plan(), null, end, "because the test says so")));
        }
    }

    private static AuditEvent asAsked(Action action) {
        return switch (action) {
            case DISCARD -> AuditEvent.DISCARDED;
            case EDIT -> AuditEvent.EDITED;
            default -> AuditEvent.REPLAYED;
        };
    }

    private void tell(Command command, LetterEntry letter, AuditEvent fate) throws Exception {
        String detail = fate == AuditEvent.FAILED ? "[jdbc.22001] still too long" : null;
        safe(audit.append(event(command.plan(), letter.id(), fate, detail)));
        if (command.options().dryRun()) {
            return;
        }
        LetterStatus status =
                switch (fate) {
                    case FAILED -> LetterStatus.OPEN;
                    case STALE -> LetterStatus.SUPERSEDED;
                    case DISCARDED -> LetterStatus.DISCARDED;
                    case EDITED -> LetterStatus.EDITED;
                    default -> LetterStatus.REPLAYED;
                };
        LetterEntry entry = letter.with(status, 1, command.plan(), detail, command.by(), 1, command.at());
        if (fate == AuditEvent.EDITED) {
            LetterEntry edited = edited(letter, command);
            write(List.of(edited));
            open.put(edited.id(), edited);
        }
        write(List.of(entry));
        if (status != LetterStatus.OPEN) {
            open.remove(letter.id());
        }
    }

    private static LetterEntry edited(LetterEntry letter, Command command) {
        return new LetterEntry(
                LetterId.ofEdit(letter.id(), 1),
                LetterStatus.OPEN,
                0,
                letter.identity(),
                letter.policy(),
                letter.connector(),
                letter.destination(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                1,
                command.plan(),
                null,
                command.by(),
                1,
                command.at());
    }

    private static AuditEntry event(String plan, @Nullable LetterId letter, AuditEvent event, @Nullable String detail) {
        return new AuditEntry(
                plan, letter, FailedRecords.CONNECTOR, TASK, event, "ada", null, null, detail, 1_700_000_004_000L);
    }

    @Override
    public void close() {
        closed = true;
        answering.join();
        source.close();
        if (ledger != null) {
            ledger.close();
        }
        audit.close();
    }
}
