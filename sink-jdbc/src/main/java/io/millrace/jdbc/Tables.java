/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.Handling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How tables are written. Immutable.
 *
 * @param general settings for topics that no override names
 * @param overrides settings of topic overrides, by name of the override
 */
public record Tables(TableSettings general, Map<String, TableSettings> overrides) {
    public Tables {
        overrides = Map.copyOf(overrides);
    }

    /** All topics alike, and deletes end rows. */
    public static Tables of(InsertMode insertMode, SchemaEvolution evolution) {
        return new Tables(new TableSettings(insertMode, evolution, Optional.empty(), List.of()), Map.of());
    }

    /** The settings for events that go to a destination. */
    public TableSettings of(Destination destination) {
        return overrides.getOrDefault(destination.override(), general);
    }

    /** Whether any events must tell where in the log of their source they stand. */
    public boolean needsSourcePositions() {
        return needsSourcePositions(general) || overrides.values().stream().anyMatch(Tables::needsSourcePositions);
    }

    private static boolean needsSourcePositions(TableSettings settings) {
        return settings.version()
                .filter(guard -> guard.by() == VersionGuard.By.SOURCE)
                .isPresent();
    }

    /** What the core must know of each override. */
    public Map<String, Handling> handling() {
        Map<String, Handling> handling = new HashMap<>();
        overrides.forEach((name, settings) -> handling.put(name, settings.handling()));
        return handling;
    }
}
