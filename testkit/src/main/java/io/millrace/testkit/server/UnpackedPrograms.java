/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A server's programs, unpacked once per user and version and then found again by every later JVM.
 *
 * <p>The cache is under {@code java.io.tmpdir}, which every user may read, as the server may run as another one. Two
 * JVMs that unpack at the same time do no harm: each unpacks beside, one of them wins the rename. Stateless.
 */
final class UnpackedPrograms {
    /** Unpacks a jar into an empty folder. */
    @FunctionalInterface
    interface Unpacking {
        void unpack(Path jar, Path folder) throws IOException;
    }

    private UnpackedPrograms() {}

    /** The folder with the contents of the server's first jar. */
    static Path folder(String server, Unpacking unpacking) {
        Path jar = BuiltServers.classPath(server).get(0);
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path cache = temporary.resolve("millrace-" + name + "-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
                install(jar, temporary, cache, unpacking);
            }
            refuseForeign(server, cache);
            return cache;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The programs of server '" + server + "' could not be unpacked from " + jar + " to " + cache,
                    failure);
        }
    }

    private static void install(Path jar, Path temporary, Path cache, Unpacking unpacking) throws IOException {
        Path fresh = Files.createTempDirectory(temporary, "millrace-unpack-");
        unpacking.unpack(jar, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException lost) {
            Scratch.deleteTree(fresh);
        }
    }

    /** Programs out of a folder that somebody else could have prepared are not run. */
    private static void refuseForeign(String server, Path cache) throws IOException {
        String owner = Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw new ServerFailure("Folder " + cache + " with the programs of server '" + server + "' belongs to "
                    + owner + ", not to this user; remove it or set java.io.tmpdir to another folder.");
        }
    }

    /** The place of an archive's entry, which must not be outside of the folder. */
    static Path within(Path folder, String entry) throws IOException {
        Path target = folder.resolve(entry).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("Entry " + entry + " points out of the archive");
        }
        return target;
    }

    /** Everybody may read the file, its owner may write it, and everybody may run it if it is a program. */
    static void permit(Path file, boolean executable) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
