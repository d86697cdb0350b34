/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * MariaDB's server program and its data files: plain entries of a jar, without permissions and with far more than is
 * needed. Stateless.
 */
final class MariaDbBinaries {
    private static final String BASE = "/linux/";
    private static final List<String> NEEDED = List.of("bin/mariadbd", "share/english/", "share/charsets/", "share/ma");

    private MariaDbBinaries() {}

    /** The folder that holds {@code bin/mariadbd} and {@code share}. */
    static Path folder() {
        return UnpackedPrograms.folder("mariadb", MariaDbBinaries::unpack);
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                int base = entry.getName().indexOf(BASE);
                String name = base < 0 ? "" : entry.getName().substring(base + BASE.length());
                if (!entry.isDirectory() && NEEDED.stream().anyMatch(name::startsWith)) {
                    Path target = UnpackedPrograms.within(folder, name);
                    Files.createDirectories(target.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                    UnpackedPrograms.permit(target, name.startsWith("bin/"));
                }
            }
        }
        if (!Files.exists(folder.resolve("bin/mariadbd"))) {
            throw new ServerFailure("No bin/mariadbd in " + jar + "; is its version right?");
        }
    }
}
