/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import io.millrace.testkit.server.S3Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bucket with a log of all changes: the rows are what comes out of replaying it. Confined to one thread. */
public final class S3ChangeLog implements ReplicaTarget {
    private static final int MOST_PARTITIONS = 2;

    private final S3Server server;
    private final String pipeline;
    private final int portOfSink;
    private final String name;
    private final S3Bucket bucket;
    private final Map<String, ChangeLog> watched = new HashMap<>();
    private List<String> faults = List.of();

    /**
     * A log in a new bucket.
     *
     * @param server the store
     * @param pipeline prefix of the topics
     * @param portOfSink port that the sink connects to: the store's, or that of a proxy before it
     */
    public S3ChangeLog(S3Server server, String pipeline, int portOfSink) {
        this.server = server;
        this.pipeline = pipeline;
        this.portOfSink = portOfSink;
        this.name = server.createBucket(pipeline);
        this.bucket = new S3Bucket(server, name);
    }

    @Override
    public String name() {
        return "S3";
    }

    @Override
    public Map<String, String> config() {
        return Map.of(
                "connector.class",
                "io.millrace.s3.S3SinkConnector",
                "bucket",
                name,
                "endpoint",
                "http://127.0.0.1:" + portOfSink,
                "aws.access.key.id",
                server.accessKey(),
                "aws.secret.access.key",
                server.secretKey(),
                "format",
                "json",
                "compression",
                "none",
                "max.latency.ms",
                "1000");
    }

    @Override
    public long count(Table table) {
        return watched.computeIfAbsent(table.name(), watchedTable -> log(table))
                .goOn(MOST_PARTITIONS)
                .rows()
                .size();
    }

    @Override
    public TableRows rows(Table table) {
        ChangeLog log = log(table).goOn(MOST_PARTITIONS);
        faults = List.copyOf(log.faults());
        return log.rows();
    }

    private ChangeLog log(Table table) {
        return new ChangeLog(bucket, pipeline + ".public." + table.name(), table);
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public List<String> commands() {
        // Some versions of curl send no such header by themselves, and the request is refused.
        String signed = "curl -s --aws-sigv4 aws:amz:" + server.region() + ":s3 --user " + server.accessKey() + ":"
                + server.secretKey() + " -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' '" + server.endpoint() + "/"
                + name;
        return List.of(
                signed + "?list-type=2&max-keys=20'",
                signed + "/" + pipeline + ".public.orders/0/00000000000000000000.jsonl'");
    }

    @Override
    public void close() {
        bucket.close();
    }
}
