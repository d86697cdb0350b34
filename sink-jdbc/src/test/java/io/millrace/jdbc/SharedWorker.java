/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.server.AvroConverterPlugin;
import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectOptions;
import io.millrace.testkit.server.ConnectWorker;
import io.millrace.testkit.server.DebeziumMariaDbSource;
import io.millrace.testkit.server.DebeziumPostgresSource;
import io.millrace.testkit.server.TestServers;
import org.jspecify.annotations.Nullable;

/**
 * A worker on the shared broker for all tests of this JVM, with every plugin that they use: started at its first use, it ends
 * with the JVM. Tests delete their connectors; one that kills the worker starts it again. Thread-safe.
 */
public final class SharedWorker {
    private static @Nullable ConnectCluster cluster;

    private SharedWorker() {}

    /** The cluster of this one worker, ready. */
    public static synchronized ConnectCluster cluster() {
        ConnectCluster current = cluster;
        if (current == null) {
            current = ConnectCluster.start(
                    TestServers.kafka().bootstrapServers(),
                    1,
                    ConnectOptions.of(
                            AvroConverterPlugin.install(UnpackedPlugin.path()),
                            DebeziumPostgresSource.pluginPath(),
                            DebeziumMariaDbSource.pluginPath()));
            cluster = current;
        }
        ConnectWorker worker = current.workers().get(0);
        if (!worker.running()) {
            // A test that killed it has failed before it was to start it again.
            worker.restart();
        }
        return current;
    }
}
