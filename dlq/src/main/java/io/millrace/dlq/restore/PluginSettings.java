/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connector's configuration says about converters and transformations, and how to get at their classes. Confined to
 * one thread.
 */
final class PluginSettings {
    private final Map<String, String> config;
    private final ClassLoader loader;

    /** @param loader finds every plugin of the worker; a connector's own does, because it asks the worker's */
    PluginSettings(Map<String, String> config, ClassLoader loader) {
        this.config = Map.copyOf(config);
        this.loader = loader;
    }

    @Nullable
    String text(String key) {
        return config.get(key);
    }

    /** The settings behind a prefix, without it. */
    Map<String, Object> behind(String prefix) {
        Map<String, Object> settings = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }

    /**
     * An instance of the class that a key names.
     *
     * @throws IllegalArgumentException if there is none, with the reason
     */
    <T> T instance(String key, Class<T> type) {
        String name = text(key);
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is not in the connector's configuration, and what the worker"
                            + " has cannot be seen from a connector; set it in the connector's configuration");
        }
        String version = versionKey(key);
        if (text(version) != null) {
            throw new IllegalArgumentException("'" + version
                    + "' asks for a certain version of a plugin, which a connector" + " cannot load; remove it");
        }
        try {
            return inContextOf(loader, () -> create(name.strip(), type));
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "'" + key + "' names '" + name + "', which cannot be loaded: " + e.getCause(), e);
        }
    }

    private static String versionKey(String key) {
        return key.endsWith(".type") ? key.substring(0, key.length() - 4) + "plugin.version" : key + ".plugin.version";
    }

    private <T> T create(String name, Class<T> type) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(type)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has something done as the worker does it: with the plugin's own class loader at hand. */
    static <T> T inContextOf(ClassLoader plugin, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
