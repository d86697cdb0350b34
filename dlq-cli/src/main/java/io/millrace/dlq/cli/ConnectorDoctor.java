/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Judges what a connector's settings make of its letters. Confined to the main thread. */
final class ConnectorDoctor {
    private final String letters;
    private final List<Finding> findings = new ArrayList<>();

    /** @param letters topic of the letters */
    ConnectorDoctor(String letters) {
        this.letters = letters;
    }

    List<Finding> examine(Map<String, String> config, JsonNode status) {
        tolerance(config);
        destination(config);
        loop(config);
        if (Boolean.parseBoolean(config.get("errors.log.include.messages"))) {
            findings.add(Finding.warn(
                    "privacy", "'errors.log.include.messages' is true: the worker writes records into its log"));
        }
        for (JsonNode task : status.path("tasks")) {
            if (!"RUNNING".equals(task.path("state").asText())) {
                findings.add(Finding.fail(
                        "task",
                        "task " + task.path("id").asInt() + " is "
                                + task.path("state").asText()));
            }
        }
        if (findings.stream().noneMatch(finding -> finding.check().equals("task"))) {
            findings.add(Finding.ok("task", "every task runs"));
        }
        return findings;
    }

    private void tolerance(Map<String, String> config) {
        boolean tolerant = "all".equals(config.get("errors.tolerance"));
        String queue = config.getOrDefault("errors.deadletterqueue.topic.name", "");
        if (tolerant && queue.isBlank()) {
            findings.add(Finding.fail(
                    "tolerance",
                    "'errors.tolerance' is 'all' and the worker has no queue: records that it cannot convert are dropped"
                            + " without a trace; name 'errors.deadletterqueue.topic.name', or set it to 'none'"));
        } else if (!tolerant && !queue.isBlank()) {
            findings.add(Finding.fail(
                    "tolerance",
                    "'errors.deadletterqueue.topic.name' is set and 'errors.tolerance' is 'none': the first letter would"
                            + " fail the task; set it to 'all'"));
        } else {
            findings.add(Finding.ok("tolerance", "the worker's own settings do not contradict each other"));
        }
        if (!queue.isBlank() && !Boolean.parseBoolean(config.get("errors.deadletterqueue.context.headers.enable"))) {
            findings.add(Finding.warn(
                    "context",
                    "'errors.deadletterqueue.context.headers.enable' is false: the worker's letters do not say where they"
                            + " came from, and cannot be imported"));
        }
    }

    private void destination(Map<String, String> config) {
        String destinations = config.getOrDefault("dlq.destinations", "");
        if (destinations.isBlank()) {
            findings.add(Finding.warn(
                    "destinations", "'dlq.destinations' is empty: a record that cannot be written fails the task"));
            return;
        }
        String configured = config.get("dlq.topic.name");
        if (config.getOrDefault("dlq.order", "none").equals("none")) {
            findings.add(Finding.skipped("order", "'dlq.order' is 'none': letters cannot be replayed"));
        }
        if (config.getOrDefault("dlq.ledger", "topic").equals("target")) {
            findings.add(Finding.ok(
                    "ledger",
                    "it is in the database that is written to, table '"
                            + config.getOrDefault("dlq.ledger.table", "millrace_letters_ledger")
                            + "': this program does not see what has become of letters"));
        }
        findings.add(
                configured != null && !configured.equals(letters)
                        ? Finding.fail("destinations", "the connector writes letters to '" + configured + "', not here")
                        : Finding.ok("destinations", "letters go to " + destinations));
    }

    private void loop(Map<String, String> config) {
        String regex = config.get("topics.regex");
        try {
            boolean back = regex != null && Pattern.matches(regex, letters)
                    || topics(config).contains(letters);
            if (back) {
                findings.add(Finding.fail(
                        "loop", "the connector reads '" + letters + "' itself: letters would come back as records"));
            }
        } catch (PatternSyntaxException e) {
            findings.add(Finding.fail("loop", "'topics.regex' is no regular expression: " + e.getDescription()));
        }
    }

    /** Topics that a connector's configuration names one by one. */
    static List<String> topics(Map<String, String> config) {
        return Arrays.stream(config.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }
}
