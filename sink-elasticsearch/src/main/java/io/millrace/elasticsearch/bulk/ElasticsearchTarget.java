/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.elasticsearch.ConnectionSettings;
import io.millrace.elasticsearch.DocumentSettings;
import io.millrace.elasticsearch.DocumentSettings.VersionSource;
import io.millrace.elasticsearch.http.Caller;
import io.millrace.elasticsearch.http.Cluster;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.Capabilities;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.spi.Lanes;
import io.millrace.sink.spi.Target;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Indices of a cluster. Task thread only. */
public final class ElasticsearchTarget implements Target {
    private final ConnectionSettings connection;
    private final DocumentSettings documents;
    private final Cluster cluster;
    private final BulkFailures failures;
    private final SizeLimit limit = new SizeLimit();
    private final IndexCreation creation;
    private final ConcurrentMap<String, Destination> indexOwners = new ConcurrentHashMap<>();

    /** Does not connect yet. */
    public ElasticsearchTarget(ConnectionSettings connection, DocumentSettings documents) {
        this.connection = connection;
        this.documents = documents;
        this.cluster = new Cluster(connection, documents.lanes());
        this.creation = new IndexCreation(documents.autoCreate());
        this.failures = new BulkFailures(documents.versions() == VersionSource.KAFKA);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(new Lanes.ByKey(documents.lanes()), true, true);
    }

    @Override
    public LaneParts lane(LaneContext context) {
        Caller caller = cluster.caller();
        Indices indices = new Indices(indexOwners, creation, caller);
        ActionLines actions = new ActionLines(documents, indices);
        return new LaneParts(
                new BulkEncoder(actions, indices),
                new BulkWriter(
                        caller,
                        // The cluster shall give up, and say so, before we do.
                        connection.requestTimeout().toMillis() * 3 / 4,
                        new Partials(actions, caller, failures),
                        failures,
                        limit,
                        new StaleRun(context.name())));
    }

    @Override
    public FailureClassifier classifier() {
        return failures;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
