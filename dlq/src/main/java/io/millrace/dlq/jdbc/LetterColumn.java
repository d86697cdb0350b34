/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterJson;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of letters. Immutable.
 *
 * @param required whether every letter has it
 * @param value a {@link String}, a {@link Long} or bytes, as the kind asks for
 */
record LetterColumn(String name, Kind kind, boolean required, Function<DeadLetter, @Nullable Object> value) {
    /** What a column holds. */
    enum Kind {
        /** Digits of a hash. */
        ID,
        /** Something short that somebody has named. */
        NAME,
        TEXT,
        NUMBER,
        /** Milliseconds since the epoch, stored as a point in time; in UTC where the database has no time zones. */
        TIME,
        BYTES,
        JSON
    }

    /** In the order of the table. */
    static final List<LetterColumn> ALL = List.of(
            required("id", Kind.ID, letter -> letter.id().value()),
            required("kind", Kind.NAME, letter -> letter.kind().name()),
            optional("parent", Kind.ID, letter -> value(letter.parent())),
            required("fingerprint", Kind.ID, letter -> letter.fingerprint().value()),
            required("title", Kind.NAME, letter -> letter.fingerprint().title()),
            optional("key_hash", Kind.ID, DeadLetter::keyHash),
            required("connector", Kind.NAME, DeadLetter::connector),
            required("task", Kind.NUMBER, letter -> (long) letter.taskId()),
            required("topic", Kind.NAME, letter -> letter.coordinates().topic()),
            required("kafka_partition", Kind.NUMBER, letter ->
                    (long) letter.coordinates().partition()),
            required("kafka_offset", Kind.NUMBER, letter -> letter.coordinates().offset()),
            required("record_timestamp", Kind.NUMBER, letter -> letter.coordinates()
                    .timestamp()),
            required("record_timestamp_type", Kind.NAME, letter -> letter.coordinates()
                    .timestampType()
                    .name),
            required("stage", Kind.NAME, letter -> letter.stage().name()),
            required("failure_class", Kind.NAME, letter -> letter.failureClass().name()),
            required("code", Kind.NAME, letter -> letter.code().value()),
            required("message", Kind.TEXT, DeadLetter::message),
            required("exception", Kind.NAME, DeadLetter::exceptionClass),
            optional("stack_trace", Kind.TEXT, DeadLetter::stackTrace),
            optional("operation", Kind.NAME, DeadLetter::operation),
            optional("target", Kind.NAME, DeadLetter::destination),
            required("attempts", Kind.NUMBER, letter -> (long) letter.attempts()),
            required("first_failed_at", Kind.TIME, DeadLetter::firstFailedAt),
            required("dead_at", Kind.TIME, DeadLetter::deadAt),
            required("connector_version", Kind.NAME, DeadLetter::connectorVersion),
            required("payload", Kind.NAME, letter -> letter.record().fidelity().headerValue()),
            optional("record_key", Kind.BYTES, letter -> letter.record().key()),
            optional("record_value", Kind.BYTES, letter -> letter.record().value()),
            required("record_headers", Kind.JSON, LetterJson::headers));

    private static LetterColumn required(String name, Kind kind, Function<DeadLetter, @Nullable Object> value) {
        return new LetterColumn(name, kind, true, value);
    }

    private static LetterColumn optional(String name, Kind kind, Function<DeadLetter, @Nullable Object> value) {
        return new LetterColumn(name, kind, false, value);
    }

    private static @Nullable String value(@Nullable LetterId id) {
        return id == null ? null : id.value();
    }

    /** Binds this column of a letter. */
    void bind(PreparedStatement statement, int index, DeadLetter letter, LetterDialect dialect) throws SQLException {
        Object bound = value.apply(letter);
        switch (kind) {
            case ID, NAME, TEXT, JSON -> statement.setString(index, bound == null ? null : storable((String) bound));
            case NUMBER -> statement.setObject(index, bound, Types.BIGINT);
            case BYTES -> statement.setBytes(index, (byte[]) bound);
            case TIME ->
                bindTime(statement, index, Instant.ofEpochMilli((Long) Objects.requireNonNull(bound)), dialect);
        }
    }

    private static void bindTime(PreparedStatement statement, int index, Instant time, LetterDialect dialect)
            throws SQLException {
        if (dialect == LetterDialect.POSTGRESQL) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else {
            statement.setObject(index, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        }
    }

    /** Databases refuse what is no text: NUL, also as an escape in JSON, and halves of characters. */
    private static String storable(String text) {
        return new String(text.getBytes(UTF_8), UTF_8)
                .replace('\u0000', '\uFFFD')
                .replace("\\u0000", "\\uFFFD");
    }
}
