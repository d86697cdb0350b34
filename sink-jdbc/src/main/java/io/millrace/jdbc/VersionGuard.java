/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.SourcePosition;
import io.millrace.sink.record.Upsert;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps older changes from replacing newer ones that came before them. Immutable.
 *
 * @param by what tells newer from older
 * @param name of the column that holds the version of a row; with {@link By#FIELD} also of the events' field
 */
public record VersionGuard(By by, String name) implements ChangeVersion {
    private static final String FIELD_PREFIX = "field:";

    /** What tells newer changes from older ones. */
    public enum By {
        /** The offset: for records that come twice, not for keys that are in several partitions. */
        KAFKA,
        /** The place in the log of the source. */
        SOURCE,
        /** A field of the row. */
        FIELD
    }

    /**
     * The guard of a setting.
     *
     * @param text {@code none}, {@code kafka}, {@code source} or {@code field:<name>}
     * @param column for the version, where that is no field
     * @return empty for {@code none}
     * @throws IllegalArgumentException if the text is none of these
     */
    static Optional<VersionGuard> parse(String text, String column) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        if (text.startsWith(FIELD_PREFIX) && text.length() > FIELD_PREFIX.length()) {
            return Optional.of(new VersionGuard(By.FIELD, text.substring(FIELD_PREFIX.length())));
        }
        if (text.equals("kafka") || text.equals("source")) {
            return Optional.of(new VersionGuard(By.valueOf(text.toUpperCase(Locale.ROOT)), column));
        }
        throw new IllegalArgumentException("must be none, kafka, source or field:<name>");
    }

    @Override
    public long of(ChangeEvent event) {
        return switch (by) {
            case KAFKA -> event.origin().offset();
            case SOURCE -> {
                SourcePosition position = event.origin().position();
                yield position == null ? UNKNOWN : position.version();
            }
            case FIELD -> event instanceof Upsert upsert ? FieldVersion.of(upsert.row(), name) : UNKNOWN;
        };
    }

    /**
     * What is wrong with an event that has to tell how new it is and does not; {@code null} if nothing is.
     *
     * <p>A delete need not tell: it counts as the newest change.
     */
    public @Nullable String problem(ChangeEvent event) {
        if (!(event instanceof Upsert upsert) || of(event) != UNKNOWN) {
            return null;
        }
        if (by != By.FIELD) {
            return "the event does not tell where in the log of its source it stands, which 'version.guard' '"
                    + by.name().toLowerCase(Locale.ROOT)
                    + "' needs: only Debezium's envelopes of PostgreSQL, MySQL, MariaDB and Oracle do; use"
                    + " 'field:<name>'";
        }
        int position = upsert.row().shape().position(name);
        boolean empty =
                position < 0 || upsert.row().isAbsent(position) || upsert.row().isNull(position);
        return empty
                ? null
                : "field '" + name + "' holds neither an integer nor a point in time, which 'version.guard' needs";
    }
}
