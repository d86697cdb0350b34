/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.order.AuditLog;
import io.millrace.dlq.order.DurableWriter;
import io.millrace.sink.time.TimeSource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what was done to letters, and how far plans are. Confined to the task thread. */
final class PlanLog {
    private static final String APPLIED_EARLIER =
            "applied by an earlier owner of the partition, who did not come to tell";

    private final OrderSettings settings;
    private final AuditLog audit;
    private final TimeSource time;
    private final DurableWriter<AuditEntry> writer;

    PlanLog(OrderSettings settings, AuditLog audit, TimeSource time) {
        this.settings = settings;
        this.audit = audit;
        this.time = time;
        this.writer = new DurableWriter<>(
                "The audit of the dead letters", audit::append, () -> Instant.ofEpochMilli(time.millis()));
    }

    void poll() {
        writer.poll();
    }

    /** Tells what becomes of a letter; {@code then} happens when that is safe. */
    void told(Plan plan, LetterId letter, AuditEvent event, @Nullable String detail, Runnable then) {
        String dry = detail == null ? "dry run" : "dry run: " + detail;
        writer.write(
                new AuditEntry(
                        plan.command().plan(),
                        letter,
                        settings.connector(),
                        settings.task(),
                        event,
                        plan.command().by(),
                        plan.command().reason(),
                        null,
                        plan.isDry() ? dry : detail,
                        time.millis()),
                then);
    }

    /** Tells that an earlier owner of its partition has applied a letter; {@code then} happens when that is safe. */
    void toldLate(LetterEntry letter, Runnable then) {
        writer.write(
                new AuditEntry(
                        Objects.requireNonNull(letter.plan(), "a plan has applied it"),
                        letter.id(),
                        settings.connector(),
                        settings.task(),
                        AuditEvent.REPLAYED,
                        Objects.requireNonNull(letter.by(), "somebody made the plan"),
                        letter.reason(),
                        null,
                        APPLIED_EARLIER,
                        time.millis()),
                then);
    }

    /** Tells how a plan goes on, because whoever made it wanted so. */
    void tell(Plan plan, AuditEvent event, @Nullable String detail) {
        tell(plan, event, plan.command().by(), plan.command().reason(), detail);
    }

    /** Tells how a plan goes on. What was done to letters is in the ledger; this is for people, and nobody waits for it. */
    void tell(Plan plan, AuditEvent event, String by, @Nullable String reason, @Nullable String detail) {
        plan.toldAt = time.nanos();
        var unused = audit.append(new AuditEntry(
                plan.command().plan(),
                null,
                settings.connector(),
                settings.task(),
                event,
                by,
                reason,
                plan.counts(),
                detail,
                time.millis()));
    }
}
