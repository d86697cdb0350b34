/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

import io.millrace.dlq.LetterId;

/** Entries of the audit as bytes. Stateless and thread-safe. */
public final class AuditCodec {
    private AuditCodec() {}

    /** The value of an entry's record. */
    public static byte[] encode(AuditEntry entry) {
        return JsonText.object(json -> {
            LetterId letter = entry.letter();
            json.field("plan", entry.plan())
                    .field("letter", letter == null ? null : letter.value())
                    .field("connector", entry.connector())
                    .field("task", entry.task())
                    .field("event", entry.event())
                    .field("by", entry.by())
                    .field("reason", entry.reason());
            Counts counts = entry.counts();
            if (counts != null) {
                json.object("counts", inner -> inner.field("selected", counts.selected())
                        .field("done", counts.done())
                        .field("failed", counts.failed())
                        .field("stale", counts.stale()));
            }
            json.field("detail", entry.detail()).field("at", entry.at());
        });
    }

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException if the bytes are not an entry that this version can read
     */
    public static AuditEntry decode(byte[] value) {
        JsonFields json = JsonFields.parse(value);
        String letter = json.textOrNull("letter");
        JsonFields counts = json.fieldsOrNull("counts");
        return new AuditEntry(
                json.text("plan"),
                letter == null ? null : new LetterId(letter),
                json.text("connector"),
                (int) json.number("task"),
                json.constant(AuditEvent.class, "event"),
                json.text("by"),
                json.textOrNull("reason"),
                counts == null
                        ? null
                        : new Counts(
                                counts.number("selected", 0),
                                counts.number("done", 0),
                                counts.number("failed", 0),
                                counts.number("stale", 0)),
                json.textOrNull("detail"),
                json.number("at"));
    }
}
