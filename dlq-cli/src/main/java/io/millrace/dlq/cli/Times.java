/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people write and read them. Stateless. */
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d+)([smhd])");

    private Times() {}

    /**
     * ms since the epoch of a time as it was given on the command line.
     *
     * @param option for messages
     */
    static long parse(String text, long now, String option) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            ChronoUnit unit =
                    switch (ago.group(2)) {
                        case "s" -> ChronoUnit.SECONDS;
                        case "m" -> ChronoUnit.MINUTES;
                        case "h" -> ChronoUnit.HOURS;
                        default -> ChronoUnit.DAYS;
                    };
            return now - Duration.of(Long.parseLong(ago.group(1)), unit).toMillis();
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw DlqException.usage(option + " '" + text + "' is neither like 2026-11-26T08:15:00Z nor like 12h");
        }
    }

    /** To the second, in UTC. */
    static String show(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
