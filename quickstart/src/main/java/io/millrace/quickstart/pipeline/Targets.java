/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.quickstart.replica.ElasticsearchIndices;
import io.millrace.quickstart.replica.PostgresReplica;
import io.millrace.quickstart.replica.ReplicaTarget;
import io.millrace.quickstart.replica.S3ChangeLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The targets of a pipeline: adding one is adding a line here. Stateless. */
public final class Targets {
    private Targets() {}

    /**
     * Where the sinks find the targets: on the servers' own ports or on those of fault proxies.
     *
     * @param postgres port of the replica PostgreSQL
     * @param elasticsearch port of the Elasticsearch node
     * @param s3 port of the S3 store
     */
    public record Ports(int postgres, int elasticsearch, int s3) {
        /**
         * The servers' own ports.
         *
         * @param servers the servers
         * @return their ports
         */
        public static Ports of(Servers servers) {
            return new Ports(
                    servers.replica().port(),
                    servers.elasticsearch().url().getPort(),
                    servers.s3().endpoint().getPort());
        }
    }

    /**
     * All targets, new and empty.
     *
     * @param servers the servers that hold them
     * @param pipeline prefix of the pipeline's topics
     * @param ports where the sinks find them
     * @return the targets; the caller closes them
     * @throws SQLException if the replica does not answer
     */
    public static List<ReplicaTarget> open(Servers servers, String pipeline, Ports ports) throws SQLException {
        List<ReplicaTarget> targets = new ArrayList<>();
        targets.add(new PostgresReplica(
                servers.replica(), pipeline, ports.postgres(), servers.kafka().bootstrapServers()));
        targets.add(new ElasticsearchIndices(servers.elasticsearch(), pipeline, ports.elasticsearch()));
        targets.add(new S3ChangeLog(servers.s3(), pipeline, ports.s3()));
        return targets;
    }
}
