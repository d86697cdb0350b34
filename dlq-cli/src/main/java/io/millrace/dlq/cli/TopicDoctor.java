/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/** Judges the topics of letters and what stands beside them. Confined to the main thread. */
final class TopicDoctor {
    /** Room that a letter's own headers may need, the stack trace included. */
    private static final long HEADERS = 16_384;

    private final Cluster cluster;
    private final List<Finding> findings = new ArrayList<>();

    TopicDoctor(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @param sources topics that the letters' records come from, as far as they are known */
    List<Finding> examine(Collection<String> sources) {
        TopicSettingsView letters = TopicSettingsView.of(cluster, cluster.letters());
        if (letters == null) {
            findings.add(Finding.fail(
                    "topic",
                    "there is no topic '" + cluster.letters()
                            + "'; the connector makes it with its first letter, if it may ('dlq.topic.create')"));
            return findings;
        }
        findings.add(Finding.ok(
                "topic",
                "'" + letters.name() + "' has " + letters.partitions() + " partitions and " + letters.replicas()
                        + " replicas"));
        durability(letters);
        cleanup(letters);
        rights(letters);
        for (String source : sources) {
            TopicSettingsView view = TopicSettingsView.of(cluster, source);
            if (view == null) {
                findings.add(Finding.warn("source", "topic '" + source + "' is on another cluster, or is gone"));
            } else {
                source(letters, view);
            }
        }
        control();
        return findings;
    }

    private void durability(TopicSettingsView letters) {
        long inSync = letters.number("min.insync.replicas", 1);
        if (letters.replicas() > 1 && inSync < 2) {
            findings.add(Finding.warn(
                    "durability",
                    "'min.insync.replicas' is 1: an acknowledged letter may be on one broker alone; set it to 2"));
        } else if (letters.replicas() == 1) {
            findings.add(Finding.warn("durability", "letters are on one broker alone; give the topic 3 replicas"));
        } else {
            findings.add(Finding.ok("durability", inSync + " of " + letters.replicas() + " replicas acknowledge"));
        }
    }

    private void cleanup(TopicSettingsView letters) {
        findings.add(
                letters.isCompacted()
                        ? Finding.fail(
                                "cleanup",
                                "the topic is compacted, so of several letters with the same key only the last one stays;"
                                        + " set 'cleanup.policy' to 'delete'")
                        : Finding.ok("cleanup", "old letters go by age alone"));
        if ("LogAppendTime".equals(letters.settings().get("message.timestamp.type"))) {
            findings.add(
                    Finding.warn(
                            "timestamps",
                            "'message.timestamp.type' is LogAppendTime: letters show when they were written and not when they died"));
        }
    }

    private void rights(TopicSettingsView letters) {
        if (letters.allowed() == null) {
            findings.add(Finding.skipped("rights", "the cluster does not say what you may do"));
            return;
        }
        List<AclOperation> missing = letters.missing(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE);
        findings.add(
                missing.isEmpty()
                        ? Finding.ok("rights", "you may read and write letters")
                        : Finding.warn("rights", "you may not " + missing + " on '" + letters.name() + "'"));
    }

    private void source(TopicSettingsView letters, TopicSettingsView source) {
        long room = letters.number("max.message.bytes", 1_048_588) - HEADERS;
        long largest = source.number("max.message.bytes", 1_048_588);
        findings.add(
                room < largest
                        ? Finding.warn(
                                "size",
                                "'" + source.name() + "' takes records of " + largest + " bytes, the letters' topic "
                                        + (room + HEADERS)
                                        + ": letters of the largest would only refer to their records;"
                                        + " set the letters' 'max.message.bytes' to " + (largest + HEADERS)
                                        + " or more, and 'dlq.kafka.max.request.size' with it")
                        : Finding.ok("size", "letters of all records of '" + source.name() + "' have room"));
        findings.add(
                letters.retention() < source.retention()
                        ? Finding.warn(
                                "retention",
                                "letters are kept for " + days(letters.retention()) + ", records of '" + source.name()
                                        + "' for " + days(source.retention())
                                        + ": letters would be gone before their records are")
                        : Finding.ok("retention", "letters are kept as long as records of '" + source.name() + "'"));
        if (source.isCompacted()) {
            findings.add(Finding.warn(
                    "references",
                    "'" + source.name() + "' is compacted: a letter that only refers to its record may lose it"));
        }
    }

    private static String days(long millis) {
        return millis == Long.MAX_VALUE ? "ever" : Duration.ofMillis(millis).toHours() / 24.0 + " days";
    }

    private void control() {
        String ledger = cluster.control().ledger();
        TopicSettingsView view = TopicSettingsView.of(cluster, ledger);
        if (view == null && cluster.topic(cluster.control().commands()) == null) {
            findings.add(Finding.skipped("ledger", "there is no '" + ledger + "': no order of keys, no replay"));
            return;
        }
        findings.add(view == null ? Finding.skipped("ledger", Ledger.elsewhere(cluster)) : ledger(ledger, view));
        for (String topic :
                List.of(cluster.control().commands(), cluster.control().audit())) {
            findings.add(
                    cluster.topic(topic) == null
                            ? Finding.warn("control", "there is no '" + topic + "'")
                            : Finding.ok("control", "'" + topic + "' is there"));
        }
    }

    private static Finding ledger(String ledger, TopicSettingsView view) {
        return view.isCompacted() && view.retention() == Long.MAX_VALUE
                ? Finding.ok("ledger", "'" + ledger + "' is compacted and keeps every key")
                : Finding.fail("ledger", "'" + ledger + "' forgets; set its 'cleanup.policy' to 'compact' alone");
    }
}
