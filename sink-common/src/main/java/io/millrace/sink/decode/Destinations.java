/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of one topic override: one instance per name for as long as an event refers to it. Names may come out
 * of records, so those that nobody uses any more are let go. Confined to the task thread.
 */
public final class Destinations {
    private static final int FIRST_PURGE = 1_000;

    private final String override;
    private final Folding folding;
    private final @Nullable ChangeVersion version;
    private final Map<String, WeakReference<Destination>> known = new HashMap<>();
    private int purgeAt = FIRST_PURGE;

    /**
     * @param override name of the topic override, or empty
     * @param folding what several changes of a row may become
     * @param version tells newer changes from older ones, or {@code null} if the order of arrival does
     */
    public Destinations(String override, Folding folding, @Nullable ChangeVersion version) {
        this.override = override;
        this.folding = folding;
        this.version = version;
    }

    Destination of(String name) {
        WeakReference<Destination> reference = known.get(name);
        @Nullable Destination destination = reference == null ? null : reference.get();
        if (destination == null) {
            if (known.size() >= purgeAt) {
                known.values().removeIf(unused -> unused.get() == null);
                purgeAt = Math.max(FIRST_PURGE, 2 * known.size());
            }
            destination = new Destination(name, override, folding, version);
            known.put(name, new WeakReference<>(destination));
        }
        return destination;
    }
}
