/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once per user and version and then found again by every later JVM.
 *
 * <p>The cache is under {@code java.io.tmpdir}, which every user may read, as the server may run as another one. Two
 * JVMs that unpack at the same time do no harm: each unpacks beside, one of them wins the rename. Stateless.
 */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path folder() {
        Path jar = BuiltServers.classPath("postgres").get(0);
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path cache = temporary.resolve("millrace-" + name + "-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
                install(jar, temporary, cache);
            }
            refuseForeign(cache);
            return cache;
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked from " + jar + " to " + cache, failure);
        }
    }

    private static void install(Path jar, Path temporary, Path cache) throws IOException {
        Path fresh = Files.createTempDirectory(temporary, "millrace-unpack-");
        unpack(jar, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException lost) {
            Scratch.deleteTree(fresh);
        }
    }

    /** Programs out of a folder that somebody else could have prepared are not run. */
    private static void refuseForeign(Path cache) throws IOException {
        String owner = Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw new ServerFailure("PostgreSQL's folder " + cache + " belongs to " + owner
                    + ", not to this user; remove it or set java.io.tmpdir to another folder.");
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .map(ZipEntry.class::cast)
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new ServerFailure("No .txz archive in " + jar + "; is its version right?"));
            try (InputStream compressed = new BufferedInputStream(zip.getInputStream(archive));
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(compressed))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, folder);
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("Entry " + entry.getName() + " points out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Set<PosixFilePermission> permissions =
                    PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
            Files.setPosixFilePermissions(target, permissions);
        }
    }
}
