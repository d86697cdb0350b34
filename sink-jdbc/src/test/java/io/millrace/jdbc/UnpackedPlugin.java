/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The connector's zip, unpacked for a worker's plugin path. Stateless. */
final class UnpackedPlugin {
    private UnpackedPlugin() {}

    /** The folder for {@code plugin.path}. */
    static Path path() {
        Path target = Path.of(System.getProperty("millrace.root"), "sink-jdbc", "target");
        Path zip = target.resolve("millrace-sink-jdbc-" + System.getProperty("millrace.version") + ".zip");
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            Path folder = Files.createTempDirectory(target, "plugins");
            for (ZipEntry entry : List.copyOf(archive.stream().toList())) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(archive.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
