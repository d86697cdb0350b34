/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build: the worker tells builds of a plugin apart by it. Thread-safe. */
public final class PluginVersion {
    private static final String RESOURCE = "/io/millrace/sink/version.properties";
    private static final String VALUE = load();

    private PluginVersion() {}

    /** The version, as Maven knows it. */
    public static String value() {
        return VALUE;
    }

    private static String load() {
        try (InputStream in = PluginVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The build has left out " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }
}
