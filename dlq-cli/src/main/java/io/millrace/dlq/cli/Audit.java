/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.control.AuditCodec;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been done, from the audit topic. Stateless. */
final class Audit {
    private Audit() {}

    /** All entries in the order of time; empty if there is no audit. */
    static List<AuditEntry> read(Cluster cluster, Progress progress) {
        List<AuditEntry> entries = new ArrayList<>();
        new WholeTopic(cluster, progress).read(cluster.control().audit(), record -> {
            if (record.value() != null) {
                entries.add(AuditCodec.decode(record.value()));
            }
        });
        entries.sort(Comparator.comparingLong(AuditEntry::at));
        return entries;
    }

    static Map<String, Object> fields(AuditEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", entry.at());
        fields.put("event", entry.event().name());
        fields.put("plan", entry.plan());
        fields.put("letter", entry.letter() == null ? null : entry.letter().value());
        fields.put("connector", entry.connector());
        fields.put("task", entry.task());
        fields.put("by", entry.by());
        fields.put("reason", entry.reason());
        fields.put("detail", entry.detail());
        Counts counts = entry.counts();
        if (counts != null) {
            fields.put(
                    "counts",
                    Map.of(
                            "selected", counts.selected(),
                            "done", counts.done(),
                            "failed", counts.failed(),
                            "stale", counts.stale()));
        }
        return fields;
    }
}
