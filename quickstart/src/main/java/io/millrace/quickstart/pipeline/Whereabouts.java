/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.quickstart.replica.PostgresReplica;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.testkit.server.ConnectCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where everything is, and commands to look around. Stateless. */
final class Whereabouts {
    private Whereabouts() {}

    static List<String> of(
            Servers servers, ConnectCluster cluster, String database, List<ReplicaTarget> targets, Path folder) {
        List<String> lines = new ArrayList<>();
        add(lines, "configurations", List.of(folder.resolve("connectors").toString()));
        add(lines, "worker's log", List.of(folder.resolve("connect-1.log").toString()));
        add(lines, "Kafka Connect", List.of("curl -s '" + cluster.restUrl() + "/connectors?expand=status'"));
        add(lines, "Kafka", List.of("bootstrap.servers=" + servers.kafka().bootstrapServers()));
        add(lines, "source", List.of(PostgresReplica.psql(servers.source(), database)));
        targets.forEach(target -> add(lines, target.name(), target.commands()));
        return lines;
    }

    private static void add(List<String> lines, String title, List<String> commands) {
        String head = title;
        for (String command : commands) {
            lines.add(String.format("%-16s%s", head, command));
            head = "";
        }
    }
}
