/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.ReplayOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must hold for plans, told by the audit. Confined to one thread. */
final class PlanOracle {
    private final Map<String, Command> plans = new LinkedHashMap<>();
    /** What each task has told of each plan until somebody resumed it. */
    private final Map<String, List<AuditEntry>> told = new LinkedHashMap<>();

    /** Letters that may be in the hands of lanes at a time: one of each key. */
    private final int atOnce;

    PlanOracle(List<Command> commands, List<AuditEntry> audit, int atOnce) {
        this.atOnce = atOnce;
        for (Command command : commands) {
            if (command.action() != Action.PAUSE
                    && command.action() != Action.RESUME
                    && command.action() != Action.CANCEL) {
                plans.put(command.plan(), command);
            }
        }
        Map<String, Boolean> resumed = new LinkedHashMap<>();
        for (AuditEntry entry : audit) {
            if (entry.detail() != null && entry.detail().startsWith("applied by an earlier owner")) {
                // Done by another task, and told by this one.
                assertAccountable(plans.get(entry.plan()), List.of(entry));
                continue;
            }
            String part = entry.plan() + " of task " + entry.task();
            if (entry.event() == AuditEvent.RESUMED) {
                resumed.put(part, true);
            }
            if (!resumed.containsKey(part)) {
                told.computeIfAbsent(part, first -> new ArrayList<>()).add(entry);
            }
        }
    }

    void assertAllHolds(List<LedgerEntry> ledger) {
        assertDryRunsChangeNothing(ledger);
        told.forEach((part, entries) -> {
            Command command = plans.get(entries.get(0).plan());
            assertAccountable(command, entries);
            assertCanary(part, command, entries, ledger);
            assertRate(part, command.options(), entries);
            assertStops(part, command.options(), entries);
        });
    }

    private void assertDryRunsChangeNothing(List<LedgerEntry> ledger) {
        for (LedgerEntry entry : ledger) {
            if (entry instanceof LetterEntry letter && letter.plan() != null) {
                assertThat(plans.get(letter.plan()).options().dryRun())
                        .as("%s was to change nothing, and changed %s", letter.plan(), letter)
                        .isFalse();
            }
        }
    }

    private static List<AuditEntry> letters(List<AuditEntry> entries) {
        return entries.stream().filter(entry -> entry.letter() != null).toList();
    }

    private static void assertAccountable(Command command, List<AuditEntry> entries) {
        for (AuditEntry entry : letters(entries)) {
            assertThat(entry.by()).isEqualTo(command.by());
            assertThat(entry.reason()).isEqualTo(command.reason());
            assertThat(entry.detail() != null && entry.detail().startsWith("dry run"))
                    .isEqualTo(command.options().dryRun());
        }
    }

    private static void assertCanary(String part, Command command, List<AuditEntry> entries, List<LedgerEntry> ledger) {
        int canary = command.options().canary();
        Map<LetterId, AuditEntry> last = new LinkedHashMap<>();
        for (AuditEntry entry : letters(entries)) {
            last.remove(entry.letter());
            if (entry.event() != AuditEvent.FAILED || command.options().dryRun() || isKept(entry, ledger)) {
                last.put(entry.letter(), entry);
            }
        }
        if (canary > 0 && last.size() > canary) {
            assertThat(List.copyOf(last.values()).subList(0, canary))
                    .as("%s: the first %s letters must succeed before there are others", part, canary)
                    .noneMatch(entry -> entry.event() == AuditEvent.FAILED);
        }
    }

    /** Whether a failure was more than told: where the partition was lost meanwhile, somebody else tries the letter. */
    private static boolean isKept(AuditEntry told, List<LedgerEntry> ledger) {
        return ledger.stream()
                .anyMatch(entry -> entry instanceof LetterEntry letter
                        && letter.id().equals(told.letter())
                        && told.plan().equals(letter.plan()));
    }

    private static void assertRate(String part, ReplayOptions options, List<AuditEntry> entries) {
        Double rate = options.ratePerSecond();
        if (rate == null) {
            return;
        }
        long begin = entries.get(0).at();
        int count = 0;
        for (AuditEntry entry : letters(entries)) {
            count++;
            assertThat((double) count)
                    .as("%s: letters within %s ms at %s a second", part, entry.at() - begin, rate)
                    .isLessThanOrEqualTo(1 + rate * (entry.at() - begin + 1) / 1_000 + 1e-6);
        }
    }

    /** Once it has stopped, or was stopped, only what lanes have comes to its end. */
    private void assertStops(String part, ReplayOptions options, List<AuditEntry> entries) {
        int after = 0;
        int failed = 0;
        boolean stopped = false;
        for (AuditEntry entry : entries) {
            boolean ends = entry.event() == AuditEvent.STOPPED
                    || entry.event() == AuditEvent.PAUSED
                    || entry.event() == AuditEvent.CANCELLED;
            stopped |= ends;
            if (entry.letter() != null) {
                failed += entry.event() == AuditEvent.FAILED ? 1 : 0;
                after += stopped ? 1 : 0;
            }
        }
        assertThat(after).as("%s: letters after it was stopped", part).isLessThanOrEqualTo(atOnce);
        Integer most = options.stopIfFailed();
        if (most != null) {
            assertThat(failed).as("%s: letters that failed", part).isLessThan(most + atOnce);
        }
    }
}
