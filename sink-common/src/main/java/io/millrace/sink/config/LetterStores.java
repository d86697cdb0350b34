/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.file.FileStore;
import io.millrace.dlq.jdbc.TableStore;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.store.LetterStore;
import io.millrace.dlq.store.LetterStoreProvider;
import io.millrace.dlq.store.StoreDestination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Opens stores of letters: our own, and those that other jars in the plugin's folder bring. Confined to one thread. */
final class LetterStores {
    private final AbstractConfig config;
    private final String task;

    LetterStores(AbstractConfig config, String task) {
        this.config = config;
        this.task = task;
    }

    /** A validator for lists of destinations, each at most once. */
    static Validator destinations() {
        return Definitions.validator(
                "list of [topic, connect, jdbc, file] and what other jars bring, such as s3", (key, value) -> {
                    List<?> elements = value == null ? List.of() : (List<?>) value;
                    for (Object element : elements) {
                        checkKind(key, value, String.valueOf(element));
                    }
                    if (elements.stream().distinct().count() < elements.size()) {
                        throw new ConfigException(key, value, "names something twice");
                    }
                });
    }

    private static void checkKind(String key, @Nullable Object value, String kind) {
        List<String> known = new ArrayList<>();
        for (DeadLetterFragment.Kind ours : DeadLetterFragment.Kind.values()) {
            known.add(Definitions.name(ours));
        }
        providers().forEach(provider -> known.add(provider.kind()));
        if (!known.contains(kind)) {
            String hint = kind.equals("s3")
                    ? "; for 's3', put millrace-sink-s3 and the jars that come with it into the plugin's folder"
                    : "";
            throw new ConfigException(key, value, "'" + kind + "' is not one of " + known + hint);
        }
    }

    /** What is wrong with the settings of stores that other jars bring. */
    static void check(ConfigView config, List<String> kinds, Problems problems) {
        for (LetterStoreProvider provider : providers()) {
            if (!kinds.contains(provider.kind())) {
                continue;
            }
            String prefix = prefix(provider.kind());
            Map<String, String> settings = new HashMap<>();
            config.posted().forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    settings.put(key.substring(prefix.length()), value);
                }
            });
            for (LetterStoreProvider.Problem problem : provider.check(settings)) {
                String key = prefix + problem.key();
                // Only keys that somebody posted can be shown beside ours.
                boolean posted = config.posted(key) != null;
                problems.add(
                        posted ? key : DeadLetterFragment.DESTINATIONS,
                        posted ? problem.message() : "'" + key + "' " + problem.message());
            }
        }
    }

    /** A destination other than topics. */
    DeadLetterDestination open(String kind, LetterWriter letters) {
        return new StoreDestination(
                store(kind),
                letters,
                config.getLong(LetterStoreFragment.MAX_BYTES),
                BatchFragment.closeTimeout(config));
    }

    private LetterStore store(String kind) {
        if (kind.equals(Definitions.name(DeadLetterFragment.Kind.JDBC))) {
            return new TableStore(LetterStoreFragment.table(config));
        }
        if (kind.equals(Definitions.name(DeadLetterFragment.Kind.FILE))) {
            return new FileStore(Path.of(config.getString(LetterStoreFragment.FOLDER)));
        }
        for (LetterStoreProvider provider : providers()) {
            if (provider.kind().equals(kind)) {
                Map<String, String> settings = new HashMap<>();
                config.originalsWithPrefix(prefix(kind)).forEach((key, value) -> settings.put(key, value.toString()));
                return provider.open(settings, task);
            }
        }
        throw new IllegalStateException("'" + kind + "' has been checked with the configuration");
    }

    private static String prefix(String kind) {
        return "dlq." + kind + ".";
    }

    private static Iterable<LetterStoreProvider> providers() {
        // The plugin's own class loader: the thread's may be the worker's.
        return ServiceLoader.load(LetterStoreProvider.class, LetterStores.class.getClassLoader());
    }
}
