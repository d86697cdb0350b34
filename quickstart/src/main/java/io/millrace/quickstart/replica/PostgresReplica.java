/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import io.millrace.quickstart.shop.Catalogue;
import io.millrace.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A database whose tables the JDBC sink creates and fills. Confined to one thread. */
public final class PostgresReplica implements ReplicaTarget {
    private final PostgresServer server;
    private final String database;
    private final int portOfSink;
    private final String kafka;
    private final String letters;
    private final Connection connection;

    /**
     * A replica in a new database.
     *
     * @param server its server
     * @param prefix start of the database's name
     * @param portOfSink port that the sink connects to: the server's, or that of a proxy before it
     * @param kafka bootstrap servers of the cluster with the dead letters
     * @throws SQLException if the server does not answer
     */
    public PostgresReplica(PostgresServer server, String prefix, int portOfSink, String kafka) throws SQLException {
        this.server = server;
        this.database = server.createDatabase(prefix);
        this.portOfSink = portOfSink;
        this.kafka = kafka;
        this.letters = prefix + ".dead-letters";
        this.connection = server.connect(database);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Map<String, String> config() {
        return Map.of(
                "connector.class",
                "io.millrace.jdbc.JdbcSinkConnector",
                "connection.url",
                server.jdbcUrl(database, portOfSink),
                "connection.user",
                server.user(),
                "connection.password",
                server.password(),
                "schema.evolution",
                "add",
                "dlq.destinations",
                "topic",
                "dlq.topic.name",
                letters,
                "dlq.kafka.bootstrap.servers",
                kafka,
                "dlq.order",
                "supersede");
    }

    /**
     * Where rows go that the database refuses.
     *
     * @return topic of the sink's dead letters
     */
    public String letters() {
        return letters;
    }

    @Override
    public long count(Table table) throws SQLException {
        return Catalogue.count(connection, table);
    }

    @Override
    public TableRows rows(Table table) throws SQLException {
        return Catalogue.rows(connection, table);
    }

    /**
     * The connection that it is read by, also good for tampering with it.
     *
     * @return the connection, closed with this
     */
    public Connection connection() {
        return connection;
    }

    @Override
    public List<String> commands() {
        return List.of(psql(server, database));
    }

    /**
     * A command that opens a database.
     *
     * @param server its server
     * @param database its name
     * @return a line for a shell
     */
    public static String psql(PostgresServer server, String database) {
        return "psql postgresql://" + server.user() + ":" + server.password() + "@127.0.0.1:" + server.port() + "/"
                + database;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
