/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The figures of all systems as text: a table for a terminal, a single line for a log. Stateless.
 *
 * @param tables names of the tables, one column each
 */
public record LiveTable(List<String> tables) {
    private static final int WIDEST = 12;

    /** Copies the names. */
    public LiveTable {
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param head what stands above the names
     * @param systems one line each
     * @return lines
     */
    public List<String> table(String head, List<Status> systems) {
        List<String> lines = new ArrayList<>();
        lines.add(name(head)
                + tables.stream().map(LiveTable::right).collect(Collectors.joining())
                + right("changes/s")
                + right("p50 ms")
                + right("p99 ms"));
        for (Status system : systems) {
            lines.add(name(system.name())
                    + system.rows().stream().map(rows -> right(count(rows))).collect(Collectors.joining())
                    + right(number(system.changesPerSecond()))
                    + right(number(system.p50Millis()))
                    + right(number(system.p99Millis())));
        }
        return lines;
    }

    /**
     * A line.
     *
     * @param head what it begins with
     * @param systems a few words each
     * @return the line
     */
    public String line(String head, List<Status> systems) {
        return systems.stream().map(LiveTable::words).collect(Collectors.joining(" | ", head + " ", ""));
    }

    private static String words(Status system) {
        String words =
                system.name() + " " + count(system.total()) + " rows " + number(system.changesPerSecond()) + "/s";
        return Double.isNaN(system.p50Millis())
                ? words
                : words + " p50 " + number(system.p50Millis()) + " p99 " + number(system.p99Millis()) + " ms";
    }

    /**
     * A cell that is a name.
     *
     * @param text the name
     * @return the text, padded
     */
    public static String name(String text) {
        return String.format("%-14s", text);
    }

    /**
     * A cell of a column of figures.
     *
     * @param text the figure
     * @return the text, padded
     */
    public static String right(String text) {
        return String.format("%" + WIDEST + "s", text);
    }

    /**
     * A count with its thousands set off.
     *
     * @param count how many
     * @return text such as {@code 12,345}
     */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A rate or a time: whole, or with a digit more where it is small. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    }
}
