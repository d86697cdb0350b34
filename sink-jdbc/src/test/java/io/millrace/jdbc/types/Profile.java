/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.types;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Settings of Debezium's PostgreSQL source that change the form in which it sends values. */
enum Profile {
    /** Nothing set. */
    PLAIN(EnumSet.allOf(Group.class), Map.of()),
    /** What {@code docs/source.md} asks for. */
    BEST(
            EnumSet.allOf(Group.class),
            Map.of(
                    "column.propagate.source.type",
                    ".*",
                    "include.unknown.datatypes",
                    "true",
                    "interval.handling.mode",
                    "string")),
    /** Whatever can be sent as text is. */
    TEXT(
            EnumSet.of(Group.DECIMAL, Group.BYTES, Group.MOMENT, Group.INTERVAL, Group.HSTORE),
            Map.of(
                    "column.propagate.source.type",
                    ".*",
                    "decimal.handling.mode",
                    "string",
                    "time.precision.mode",
                    "isostring",
                    "binary.handling.mode",
                    "base64",
                    "interval.handling.mode",
                    "string",
                    "hstore.handling.mode",
                    "map")),
    /** What many guides set for other sinks: it loses most. */
    CONNECT(
            EnumSet.of(Group.DECIMAL, Group.BYTES, Group.MOMENT),
            Map.of("decimal.handling.mode", "double", "time.precision.mode", "connect", "binary.handling.mode", "hex")),
    MICROSECONDS(
            EnumSet.of(Group.DECIMAL, Group.BYTES, Group.MOMENT),
            Map.of(
                    "time.precision.mode",
                    "microseconds",
                    "binary.handling.mode",
                    "base64-url-safe",
                    "money.fraction.digits",
                    "4")),
    NANOSECONDS(EnumSet.of(Group.MOMENT), Map.of("time.precision.mode", "nanoseconds")),
    ADAPTIVE_MICROSECONDS(EnumSet.of(Group.MOMENT), Map.of("time.precision.mode", "adaptive_time_microseconds"));

    private final Set<Group> groups;
    private final Map<String, String> settings;

    Profile(Set<Group> groups, Map<String, String> settings) {
        this.groups = groups;
        this.settings = settings;
    }

    boolean reads(Group group) {
        return groups.contains(group);
    }

    Map<String, String> settings() {
        return settings;
    }
}
