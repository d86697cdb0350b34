/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;

/** Debezium's own JDBC sink, which benchmarks measure beside ours. Stateless. */
public final class DebeziumJdbcSink {
    /** Class name of the connector. */
    public static final String CONNECTOR = "io.debezium.connector.jdbc.JdbcSinkConnector";

    private DebeziumJdbcSink() {}

    /**
     * The folder to put into a worker's plugin path.
     *
     * @return folder of plugins, one sub-folder each
     * @throws ServerFailure if the build has not made it
     */
    public static Path pluginPath() {
        return BuiltServers.folder("debezium-jdbc", "plugins");
    }
}
