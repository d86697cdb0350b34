/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server with its own data folder, one superuser and password authentication. Thread-safe.
 *
 * <p>One server is enough for many tests: each takes a database of its own by {@link #createDatabase}.
 */
public final class PostgresServer extends LocalServer {
    private static final String HOST = "127.0.0.1";
    private static final String USER = "postgres";
    private static final String PASSWORD = "millrace";
    private static final String FIRST_DATABASE = "postgres";

    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(ServerProcess process, int port) {
        super(process);
        this.port = port;
    }

    /**
     * Creates a data folder and starts a server on it with the default options.
     *
     * @return the server, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static PostgresServer start() {
        return start(PostgresOptions.defaults());
    }

    /**
     * Creates a data folder and starts a server on it.
     *
     * @param options settings of the server
     * @return the server, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static PostgresServer start(PostgresOptions options) {
        Path programs = PostgresBinaries.folder().resolve("bin");
        Path folder = Scratch.folder("postgres");
        int port = FreePort.pick();
        Path data = folder.resolve("data");
        Unprivileged.handOver(folder);
        initialize(programs, folder, data);

        Map<String, String> settings = new TreeMap<>(options.settings());
        settings.put("listen_addresses", HOST);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", "");
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        // SIGINT is PostgreSQL's "fast" shutdown; SIGTERM would wait for every client to leave.
        Launch launch =
                Launch.of("postgres", Unprivileged.command(command), folder).stoppedBy("INT");

        ServerProcess process = new ServerProcess(launch, () -> answers(port));
        process.start();
        return new PostgresServer(process, port);
    }

    /**
     * The port on 127.0.0.1.
     *
     * @return the port, the same after every restart
     */
    public int port() {
        return port;
    }

    /**
     * The superuser's name.
     *
     * @return user name
     */
    public String user() {
        return USER;
    }

    /**
     * The superuser's password. Connections by TCP need it.
     *
     * @return password
     */
    public String password() {
        return PASSWORD;
    }

    /**
     * JDBC address of a database, without user and password.
     *
     * @param database name of the database
     * @return the address
     */
    public String jdbcUrl(String database) {
        return jdbcUrl(database, port);
    }

    /**
     * JDBC address of a database behind another port, such as a fault proxy's.
     *
     * @param database name of the database
     * @param throughPort port on 127.0.0.1
     * @return the address
     */
    public String jdbcUrl(String database, int throughPort) {
        return "jdbc:postgresql://" + HOST + ":" + throughPort + "/" + database;
    }

    /**
     * Creates a new, empty database.
     *
     * @param prefix start of its name: lower-case letters, digits and underscores
     * @return its name, unique on this server
     * @throws SQLException if the server refuses
     */
    public String createDatabase(String prefix) throws SQLException {
        String name = prefix + "_" + databases.incrementAndGet();
        try (Connection connection = connect(FIRST_DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name + "\"");
        }
        return name;
    }

    /**
     * Opens a connection as the superuser.
     *
     * @param database name of the database
     * @return a connection in auto-commit mode; the caller closes it
     * @throws SQLException if the server refuses or does not answer
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    private static boolean answers(int port) throws SQLException {
        String url =
                "jdbc:postgresql://" + HOST + ":" + port + "/" + FIRST_DATABASE + "?connectTimeout=5&socketTimeout=5";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD)) {
            return connection.isValid(1);
        }
    }

    private static void initialize(Path programs, Path folder, Path data) {
        try {
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
            Path log = folder.resolve("initdb.log");
            // No sync: nothing of value is in the cluster yet. The server itself syncs as configured.
            List<String> command = List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync");
            int status = new ProcessBuilder(Unprivileged.command(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ServerFailure("initdb ended with exit code " + status + ". The last lines of " + log + ":"
                        + System.lineSeparator() + LastLines.of(log));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("initdb could not be run in " + folder, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Interrupted while initdb was running in " + folder, interrupted);
        }
    }
}
