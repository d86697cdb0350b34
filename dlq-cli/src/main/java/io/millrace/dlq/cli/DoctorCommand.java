/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether letters are safe where they go. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks for what would lose letters: sizes, retention, compaction, rights, contradictory settings; exit"
                        + " code 1 if something is wrong. --connect-url and --connector have the connector looked at, too.")
final class DoctorCommand extends LetterCommand {
    @Option(names = "--canary", description = "Write a record to the letters' topic and read it back. It stays there.")
    boolean canary;

    @Option(
            names = "--source-topic",
            paramLabel = "NAME",
            description = "Topic that records come from, to compare sizes and retention; may be given several times.")
    List<String> sources = new ArrayList<>();

    DoctorCommand(Main.Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Cluster cluster) {
        List<Finding> findings = new ArrayList<>();
        Set<String> topics = new TreeSet<>(sources);
        if (options.connectUrl != null && options.connector != null) {
            ConnectRest worker = new ConnectRest(options.connectUrl);
            Map<String, String> config = worker.config(options.connector);
            topics.addAll(ConnectorDoctor.topics(config));
            findings.addAll(new ConnectorDoctor(cluster.letters()).examine(config, worker.status(options.connector)));
        } else {
            findings.add(Finding.skipped("connector", "--connect-url and --connector were not given"));
        }
        findings.addAll(new TopicDoctor(cluster).examine(topics));
        if (topics.isEmpty()) {
            findings.add(Finding.skipped("size", "no source topic is known; give --source-topic"));
        }
        findings.add(canary ? new Canary(cluster).fly(now()) : Finding.skipped("canary", "--canary was not given"));
        print(findings);
        return findings.stream().anyMatch(finding -> finding.level().compareTo(Finding.Level.WARN) >= 0)
                ? ExitCodes.PROBLEM
                : ExitCodes.OK;
    }

    private void print(List<Finding> findings) {
        if (options.json) {
            for (Finding finding : findings) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("level", finding.level().name());
                fields.put("check", finding.check());
                fields.put("message", finding.message());
                json(fields);
            }
            return;
        }
        Table table = new Table("RESULT", "CHECK", "FOUND");
        findings.forEach(finding -> table.row(finding.level(), finding.check(), finding.message()));
        table.print(out());
    }
}
