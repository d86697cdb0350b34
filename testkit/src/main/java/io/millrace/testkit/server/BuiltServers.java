/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the build left under {@code testkit/servers/<server>/target}: class paths and unpacked plugins. Stateless.
 *
 * <p>The repository's root comes from the system property {@code millrace.root}, which the build sets for tests.
 */
final class BuiltServers {
    static final String ROOT_PROPERTY = "millrace.root";
    private static final String REMEDY = "Run 'mvn -DskipTests package' in the repository's root first.";

    private BuiltServers() {}

    /** The server's class path: its own classes first, where it has any, then the resolved jars. */
    static List<Path> classPath(String server) {
        List<Path> entries = new ArrayList<>();
        Path classes = target(server).resolve("classes");
        if (Files.isDirectory(classes)) {
            entries.add(classes);
        }
        entries.addAll(jars(server, "server"));
        return List.copyOf(entries);
    }

    /** The jars listed in {@code target/<list>.classpath}, each of them present. */
    static List<Path> jars(String server, String list) {
        Path file = target(server).resolve(list + ".classpath");
        List<Path> jars = new ArrayList<>();
        for (String entry : read(file).strip().split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (!Files.exists(jar)) {
                throw new ServerFailure("Server '" + server + "': " + jar + ", listed in " + file
                        + ", does not exist (a cleared local repository?). " + REMEDY);
            }
            jars.add(jar);
        }
        return jars;
    }

    /** A folder under the server's target that the build has filled. */
    static Path folder(String server, String name) {
        Path folder = target(server).resolve(name);
        if (!Files.isDirectory(folder)) {
            throw new ServerFailure("Server '" + server + "': folder " + folder + " does not exist. " + REMEDY);
        }
        return folder;
    }

    private static Path target(String server) {
        String root = System.getProperty(ROOT_PROPERTY);
        if (root == null) {
            throw new ServerFailure("System property " + ROOT_PROPERTY + " is not set; pass -D" + ROOT_PROPERTY
                    + "=<the repository's root>. The build sets it for tests.");
        }
        return Path.of(root, "testkit", "servers", server, "target").toAbsolutePath();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new ServerFailure("The list of jars " + file + " cannot be read. " + REMEDY, missing);
        }
    }
}
