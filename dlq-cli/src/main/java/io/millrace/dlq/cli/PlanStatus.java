/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Counts;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far one task is with one plan. Immutable.
 *
 * @param plan the plan
 * @param task connector and number
 * @param event the last thing that changed its state
 * @param counts letters so far
 * @param at ms since the epoch of the last news
 */
record PlanStatus(String plan, String task, AuditEvent event, Counts counts, long at) {
    private static final Set<AuditEvent> STATES = EnumSet.of(
            AuditEvent.STARTED,
            AuditEvent.PAUSED,
            AuditEvent.RESUMED,
            AuditEvent.CANCELLED,
            AuditEvent.STOPPED,
            AuditEvent.DONE);
    private static final Set<AuditEvent> ENDS = EnumSet.of(AuditEvent.CANCELLED, AuditEvent.STOPPED, AuditEvent.DONE);
    private static final Counts NOTHING = new Counts(0, 0, 0, 0);

    /** One for each plan and task, in the order in which they began. */
    static List<PlanStatus> of(List<AuditEntry> entries) {
        Map<String, PlanStatus> byTask = new LinkedHashMap<>();
        for (AuditEntry entry : entries) {
            String task = entry.connector() + "-" + entry.task();
            String key = entry.plan() + " " + task;
            PlanStatus known = byTask.getOrDefault(
                    key, new PlanStatus(entry.plan(), task, AuditEvent.STARTED, NOTHING, entry.at()));
            Counts counts = entry.counts();
            byTask.put(
                    key,
                    new PlanStatus(
                            entry.plan(),
                            task,
                            STATES.contains(entry.event()) ? entry.event() : known.event,
                            counts == null ? known.counts : counts,
                            entry.at()));
        }
        return List.copyOf(byTask.values());
    }

    boolean hasEnded() {
        return ENDS.contains(event);
    }

    /** Whether somebody should look. */
    boolean isUnwell() {
        return event == AuditEvent.STOPPED || counts.failed() > 0;
    }
}
