/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The temporary folder of this JVM, with one folder per server in it. Thread-safe. */
final class Scratch {
    private static final AtomicInteger FOLDERS = new AtomicInteger();
    private static @Nullable Path root;

    private Scratch() {}

    /** A new, empty folder whose name starts with the server's. */
    static Path folder(String server) {
        try {
            Path folder = Files.createDirectory(root().resolve(server + "-" + FOLDERS.incrementAndGet()));
            // Whatever the umask is: PostgreSQL may run as another user and must pass through.
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException failure) {
            throw new UncheckedIOException("No working folder for server '" + server + "'", failure);
        }
    }

    /**
     * Has this JVM's folder deleted with everything in it; called when no child is alive any more. Another process does
     * it, which may live longer: hundreds of databases are more files than the end of a JVM has time for.
     */
    static synchronized void delete() throws IOException {
        if (root != null) {
            new ProcessBuilder("rm", "-rf", "--", root.toString()).start();
        }
    }

    /** Deletes a folder with everything in it, following no links. */
    static void deleteTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static synchronized Path root() throws IOException {
        Path current = root;
        if (current == null) {
            current = Files.createTempDirectory("millrace-");
            Files.setPosixFilePermissions(current, PosixFilePermissions.fromString("rwxr-xr-x"));
            root = current;
        }
        return current;
    }
}
