/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data folder with system tables, made once in each JVM: it takes much longer than a copy of it. Thread-safe. */
final class MariaDbTemplate {
    /** What {@code mariadb-install-db} runs, help pages and statistics views left out. */
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql");

    private static @Nullable Path made;

    private MariaDbTemplate() {}

    /** The folder that holds the data folder. No server runs on it. */
    static synchronized Path folder(Path programs) {
        Path template = made;
        if (template == null) {
            template = Scratch.folder("mariadb-template");
            Unprivileged.handOver(template);
            initialize(programs, template);
            made = template;
        }
        return template;
    }

    private static void initialize(Path programs, Path folder) {
        try {
            Path data = Files.createDirectory(folder.resolve("data"));
            Unprivileged.handOver(data);
            Path script = Files.writeString(folder.resolve("system-tables.sql"), systemTables(programs));
            Path log = folder.resolve("bootstrap.log");
            List<String> command = MariaDbServer.command(programs, folder);
            command.add("--bootstrap");
            // Nothing is kept if the machine fails meanwhile.
            command.add("--innodb-flush-log-at-trx-commit=0");
            command.add("--innodb-flush-method=nosync");
            int status = new ProcessBuilder(Unprivileged.command(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(script.toFile())
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ServerFailure("mariadbd --bootstrap ended with exit code " + status + ". The last lines of "
                        + log + ":" + System.lineSeparator() + LastLines.of(log));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("mariadbd --bootstrap could not be run in " + folder, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Interrupted while mariadbd --bootstrap was running in " + folder, interrupted);
        }
    }

    private static String systemTables(Path programs) throws IOException {
        StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String file : SYSTEM_TABLES) {
            script.append(Files.readString(programs.resolve("share").resolve(file)));
            script.append('\n');
        }
        script.append("FLUSH PRIVILEGES;\n");
        script.append("CREATE USER ")
                .append(MariaDbServer.USER)
                .append("@'%' IDENTIFIED BY '")
                .append(MariaDbServer.PASSWORD)
                .append("';\n");
        script.append("GRANT ALL ON *.* TO ").append(MariaDbServer.USER).append("@'%' WITH GRANT OPTION;\n");
        return script.toString();
    }
}
