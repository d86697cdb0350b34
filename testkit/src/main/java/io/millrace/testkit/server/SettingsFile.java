/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A Java properties file in a server's folder. Stateless. */
final class SettingsFile {
    private SettingsFile() {}

    static Path write(Path folder, String name, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = folder.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException failure) {
            throw new UncheckedIOException("No settings file " + file, failure);
        }
        return file;
    }
}
