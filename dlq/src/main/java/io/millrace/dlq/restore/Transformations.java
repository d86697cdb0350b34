/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.restore;

import io.millrace.dlq.SafeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The transformations of a connector's configuration, in their order, with their predicates. Confined to one thread. */
final class Transformations implements AutoCloseable {
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Predicate<SinkRecord>> predicates = new HashMap<>();

    private record Step(
            String name,
            Transformation<SinkRecord> transformation,
            @Nullable Predicate<SinkRecord> when,
            boolean negate) {}

    /** @throws IllegalArgumentException if one of them cannot be loaded or set up, with the reason */
    Transformations(PluginSettings settings) {
        try {
            for (String name : names(settings)) {
                steps.add(step(settings, name));
            }
        } catch (IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    private static List<String> names(PluginSettings settings) {
        String list = settings.text("transforms");
        List<String> names = new ArrayList<>();
        for (String name : list == null ? new String[0] : list.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    @SuppressWarnings("unchecked") // The worker, too, takes it on trust that a transformation fits a sink's records.
    private Step step(PluginSettings settings, String name) {
        String prefix = "transforms." + name + ".";
        Transformation<SinkRecord> transformation = settings.instance(prefix + "type", Transformation.class);
        Map<String, Object> own = settings.behind(prefix);
        Object predicate = own.remove("predicate");
        Object negate = own.remove("negate");
        configure(prefix + "type", transformation, () -> transformation.configure(own));
        return new Step(
                name,
                transformation,
                predicate == null ? null : predicate(settings, predicate.toString()),
                negate != null && Boolean.parseBoolean(negate.toString().strip()));
    }

    @SuppressWarnings("unchecked")
    private Predicate<SinkRecord> predicate(PluginSettings settings, String name) {
        Predicate<SinkRecord> known = predicates.get(name);
        if (known == null) {
            String prefix = "predicates." + name + ".";
            Predicate<SinkRecord> fresh = settings.instance(prefix + "type", Predicate.class);
            configure(prefix + "type", fresh, () -> fresh.configure(settings.behind(prefix)));
            predicates.put(name, fresh);
            known = fresh;
        }
        return known;
    }

    private static void configure(String key, Object plugin, Runnable work) {
        try {
            PluginSettings.inContextOf(plugin.getClass().getClassLoader(), () -> {
                work.run();
                return plugin;
            });
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + key + "' cannot be set up: " + e, e);
        }
    }

    /**
     * The record as the worker would hand it over.
     *
     * @throws IllegalArgumentException if a transformation fails, or drops the record
     */
    SinkRecord apply(SinkRecord record) {
        SinkRecord current = record;
        for (Step step : steps) {
            SinkRecord before = current;
            SinkRecord next;
            try {
                next = PluginSettings.inContextOf(
                        step.transformation.getClass().getClassLoader(), () -> apply(step, before));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "transformation '" + step.name + "' fails: "
                                + SafeText.withoutValues(String.valueOf(e.getMessage())),
                        e);
            }
            if (next == null) {
                throw new IllegalArgumentException("transformation '" + step.name
                        + "' drops the record; discard the letter, or change the transformation");
            }
            current = next;
        }
        return current;
    }

    private static @Nullable SinkRecord apply(Step step, SinkRecord record) {
        Predicate<SinkRecord> when = step.when;
        return when == null || when.test(record) != step.negate ? step.transformation.apply(record) : record;
    }

    @Override
    public void close() {
        steps.forEach(step -> Closing.quietly(step.transformation));
        predicates.values().forEach(Closing::quietly);
        steps.clear();
        predicates.clear();
    }
}
