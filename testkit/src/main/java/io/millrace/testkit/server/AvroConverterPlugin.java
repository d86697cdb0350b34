/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Apicurio's Avro converter as a plugin of a Connect worker. Stateless. */
public final class AvroConverterPlugin {
    /** Class name of the converter. */
    public static final String CONVERTER = "io.apicurio.registry.utils.converter.AvroConverter";

    private AvroConverterPlugin() {}

    /**
     * Puts the converter into a folder for a worker's plugin path. Its jars do not say that they hold a converter, and a
     * worker with {@code plugin.discovery=service_load} finds only what says so: a jar with the manifest is added, as
     * Kafka's {@code connect-plugin-path sync-manifests} does.
     *
     * @param folder where the plugin goes, as a sub-folder
     * @return the folder
     * @throws ServerFailure if the build has not resolved the jars
     */
    public static Path install(Path folder) {
        Path plugin = folder.resolve("avro-converter");
        try {
            Files.createDirectories(plugin);
            for (Path jar : BuiltServers.classPath("avro-converter")) {
                Files.copy(jar, plugin.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            try (OutputStream file = Files.newOutputStream(plugin.resolve("manifest.jar"));
                    JarOutputStream jar = new JarOutputStream(file)) {
                jar.putNextEntry(new ZipEntry("META-INF/services/org.apache.kafka.connect.storage.Converter"));
                jar.write(CONVERTER.getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The Avro converter could not be put into " + plugin, failure);
        }
        return folder;
    }
}
