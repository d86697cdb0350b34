/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
 * A MariaDB server with its own data folder, a user with all rights and password authentication. Thread-safe.
 *
 * <p>One server is enough for many tests: each takes a database of its own by {@link #createDatabase}.
 */
public final class MariaDbServer extends LocalServer {
    private static final String HOST = "127.0.0.1";
    static final String USER = "millrace";
    static final String PASSWORD = "millrace";
    private static final String FIRST_DATABASE = "mysql";

    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private MariaDbServer(ServerProcess process, int port) {
        super(process);
        this.port = port;
    }

    /**
     * Creates a data folder and starts a server on it with the default options.
     *
     * @return the server, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static MariaDbServer start() {
        return start(MariaDbOptions.defaults());
    }

    /**
     * Creates a data folder and starts a server on it.
     *
     * @param options settings of the server
     * @return the server, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public static MariaDbServer start(MariaDbOptions options) {
        Path programs = MariaDbBinaries.folder();
        Path folder = Scratch.folder("mariadb");
        int port = FreePort.pick();
        Unprivileged.handOver(folder);
        copy(MariaDbTemplate.folder(programs), folder);

        Map<String, String> settings = new TreeMap<>(options.settings());
        settings.put("bind_address", HOST);
        settings.put("port", Integer.toString(port));
        settings.put("skip_name_resolve", "ON");
        // No socket: one server in the same folder of the system could stand in another's way.
        settings.put("socket", "");
        List<String> command = command(programs, folder);
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        Launch launch = Launch.of("mariadb", Unprivileged.command(command), folder);

        ServerProcess process = new ServerProcess(launch, () -> answers(port));
        process.start();
        return new MariaDbServer(process, port);
    }

    static List<String> command(Path programs, Path folder) {
        return new ArrayList<>(List.of(
                programs.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + folder.resolve("data"),
                "--lc_messages_dir=" + programs.resolve("share")));
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
     * The name of the user with all rights.
     *
     * @return user name
     */
    public String user() {
        return USER;
    }

    /**
     * That user's password.
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
        return "jdbc:mariadb://" + HOST + ":" + throughPort + "/" + database;
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
            statement.execute("CREATE DATABASE `" + name + "`");
        }
        return name;
    }

    /**
     * Opens a connection as the user with all rights.
     *
     * @param database name of the database
     * @return a connection in auto-commit mode; the caller closes it
     * @throws SQLException if the server refuses or does not answer
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    private static boolean answers(int port) throws SQLException {
        String url = "jdbc:mariadb://" + HOST + ":" + port + "/" + FIRST_DATABASE
                + "?connectTimeout=5000&socketTimeout=5000";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD)) {
            return connection.isValid(1);
        }
    }

    private static void copy(Path template, Path folder) {
        try {
            int status = new ProcessBuilder("cp", "-a", template.resolve("data").toString(), folder.toString())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ServerFailure("cp ended with exit code " + status + " for " + folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cp could not be run for " + folder, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Interrupted while " + folder + " was being filled", interrupted);
        }
    }
}
