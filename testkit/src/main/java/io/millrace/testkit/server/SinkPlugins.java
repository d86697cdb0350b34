/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import io.millrace.sink.connect.PluginVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** This project's sinks, from their zips, unpacked into a folder for a worker's plugin path: as a user would do. Stateless. */
public final class SinkPlugins {
    private static final List<String> SINKS = List.of("sink-jdbc", "sink-elasticsearch", "sink-s3");

    private SinkPlugins() {}

    /**
     * Unpacks what the build has left; what is in the folder already is replaced.
     *
     * @param project the repository's root
     * @param folder where the plugins go, a sub-folder each
     * @return the folder
     * @throws IllegalStateException if a zip is not there
     */
    public static Path unpack(Path project, Path folder) {
        for (String sink : SINKS) {
            Path zip = project.resolve(sink)
                    .resolve("target")
                    .resolve("millrace-" + sink + "-" + PluginVersion.value() + ".zip");
            if (!Files.exists(zip)) {
                throw new IllegalStateException(zip + " does not exist; run 'mvn -DskipTests package' first.");
            }
            try (ZipFile archive = new ZipFile(zip.toFile())) {
                unpack(archive, folder);
            } catch (IOException failure) {
                throw new UncheckedIOException(zip + " could not be unpacked to " + folder, failure);
            }
        }
        return folder;
    }

    private static void unpack(ZipFile archive, Path folder) throws IOException {
        Enumeration<? extends ZipEntry> entries = archive.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("Entry " + entry.getName() + " leads out of the archive");
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(archive.getInputStream(entry), target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
