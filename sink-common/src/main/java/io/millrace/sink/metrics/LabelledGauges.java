/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups of gauges that come and go with what they describe, told apart by their labels. There are never more than a
 * hundred, since each is a time series for whoever watches; what comes beyond is counted elsewhere and not shown here.
 * Thread-safe by its own lock.
 */
public final class LabelledGauges {
    private static final int MOST = 100;

    /** Where the groups are to be seen. Called under the lock of the groups. */
    interface Display {
        void show(Map<String, String> labels, List<Gauge> gauges);

        void hide(Map<String, String> labels);
    }

    private final Map<Map<String, String>, List<Gauge>> groups = new LinkedHashMap<>();
    private @Nullable Display display;

    /** Shows a group, unless there are too many. */
    public synchronized void show(Map<String, String> labels, List<Gauge> gauges) {
        if (groups.size() < MOST && groups.putIfAbsent(labels, gauges) == null && display != null) {
            display.show(labels, gauges);
        }
    }

    /** Shows a group no longer. */
    public synchronized void hide(Map<String, String> labels) {
        if (groups.remove(labels) != null && display != null) {
            display.hide(labels);
        }
    }

    /** The groups that are shown now, by their labels. */
    public synchronized Map<Map<String, String>, List<Gauge>> shown() {
        return new LinkedHashMap<>(groups);
    }

    /** From now on groups are to be seen there, those that are shown already included; nowhere if {@code null}. */
    synchronized void displayOn(@Nullable Display newDisplay) {
        if (display != null) {
            groups.keySet().forEach(display::hide);
        }
        display = newDisplay;
        if (newDisplay != null) {
            groups.forEach(newDisplay::show);
        }
    }
}
