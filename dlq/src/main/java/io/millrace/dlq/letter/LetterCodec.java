/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the headers of a letter are written and read. Stateless and thread-safe.
 *
 * <p>On a topic a letter is: the record's own key, value and headers, then {@code __connect.errors.*}, then
 * {@code dl.*}; its timestamp is the time of death, so that retention counts from there.
 */
public final class LetterCodec {
    /** Length fields of a header in a record batch. */
    private static final int HEADER_OVERHEAD = 4;

    private LetterCodec() {}

    /**
     * A letter as a record for a topic.
     *
     * @param partition partition to write to, or {@code null} to leave it to the producer
     */
    public static ProducerRecord<byte[], byte[]> encode(DeadLetter letter, String topic, @Nullable Integer partition) {
        return new ProducerRecord<>(
                topic,
                partition,
                letter.deadAt(),
                letter.record().key(),
                letter.record().value(),
                headers(letter));
    }

    private static Headers headers(DeadLetter letter) {
        Headers headers = new RecordHeaders();
        letter.record().headers().forEach(headers::add);

        Coordinates coordinates = letter.coordinates();
        put(headers, LetterHeaders.CONNECT_TOPIC, coordinates.topic());
        put(headers, LetterHeaders.CONNECT_PARTITION, Integer.toString(coordinates.partition()));
        put(headers, LetterHeaders.CONNECT_OFFSET, Long.toString(coordinates.offset()));
        put(headers, LetterHeaders.CONNECT_CONNECTOR, letter.connector());
        put(headers, LetterHeaders.CONNECT_TASK, Integer.toString(letter.taskId()));
        put(headers, LetterHeaders.CONNECT_STAGE, LetterHeaders.CONNECT_STAGE_TASK_PUT);
        put(headers, LetterHeaders.CONNECT_CLASS, LetterHeaders.CONNECT_CLASS_SINK_TASK);
        put(headers, LetterHeaders.CONNECT_EXCEPTION_CLASS, letter.exceptionClass());
        put(headers, LetterHeaders.CONNECT_EXCEPTION_MESSAGE, letter.message());
        putIfKnown(headers, LetterHeaders.CONNECT_EXCEPTION_STACKTRACE, letter.stackTrace());

        put(headers, LetterHeaders.VERSION, LetterHeaders.CURRENT_VERSION);
        put(headers, LetterHeaders.ID, letter.id().value());
        put(headers, LetterHeaders.KIND, letter.kind().name());
        putIfKnown(
                headers,
                LetterHeaders.PARENT,
                letter.parent() == null ? null : letter.parent().value());
        put(headers, LetterHeaders.FINGERPRINT, letter.fingerprint().value());
        put(headers, LetterHeaders.FINGERPRINT_TITLE, letter.fingerprint().title());
        putIfKnown(headers, LetterHeaders.KEY_HASH, letter.keyHash());
        put(headers, LetterHeaders.CLASS, letter.failureClass().name());
        put(headers, LetterHeaders.CODE, letter.code().value());
        put(headers, LetterHeaders.STAGE, letter.stage().name());
        putIfKnown(headers, LetterHeaders.OPERATION, letter.operation());
        putIfKnown(headers, LetterHeaders.TARGET, letter.destination());
        put(headers, LetterHeaders.ATTEMPTS, Integer.toString(letter.attempts()));
        put(headers, LetterHeaders.FIRST_TIMESTAMP, Long.toString(letter.firstFailedAt()));
        put(headers, LetterHeaders.ORIGINAL_TIMESTAMP, Long.toString(coordinates.timestamp()));
        put(headers, LetterHeaders.ORIGINAL_TIMESTAMP_TYPE, coordinates.timestampType().name);
        put(headers, LetterHeaders.PAYLOAD, letter.record().fidelity().headerValue());
        put(headers, LetterHeaders.CONNECTOR_VERSION, letter.connectorVersion());
        return headers;
    }

    /** The id of a letter, or {@code null} if the record is none of ours. */
    public static @Nullable LetterId idOf(ConsumerRecord<byte[], byte[]> record) {
        String id = textIfPresent(record.headers(), LetterHeaders.ID);
        return id == null ? null : new LetterId(id);
    }

    /** Whether a record is a letter of ours. */
    public static boolean isLetter(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(LetterHeaders.VERSION) != null;
    }

    /**
     * Reads a letter back.
     *
     * @throws IllegalArgumentException if the record is not a letter, or one of a format this version cannot read; the
     *     message names the header
     */
    public static DeadLetter decode(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String version = text(headers, LetterHeaders.VERSION);
        if (!version.equals(LetterHeaders.CURRENT_VERSION)) {
            throw new IllegalArgumentException(at(record) + " is a letter of format " + version
                    + "; this version reads format " + LetterHeaders.CURRENT_VERSION);
        }
        List<Header> own = new ArrayList<>();
        for (Header header : headers) {
            if (!LetterHeaders.isOurs(header.key())) {
                own.add(header);
            }
        }
        Coordinates coordinates = new Coordinates(
                text(headers, LetterHeaders.CONNECT_TOPIC),
                (int) number(headers, LetterHeaders.CONNECT_PARTITION),
                number(headers, LetterHeaders.CONNECT_OFFSET),
                number(headers, LetterHeaders.ORIGINAL_TIMESTAMP),
                TimestampType.forName(text(headers, LetterHeaders.ORIGINAL_TIMESTAMP_TYPE)));
        String parent = textIfPresent(headers, LetterHeaders.PARENT);
        return new DeadLetter(
                new LetterId(text(headers, LetterHeaders.ID)),
                LetterKind.valueOf(text(headers, LetterHeaders.KIND)),
                parent == null ? null : new LetterId(parent),
                fingerprint(headers, coordinates),
                textIfPresent(headers, LetterHeaders.KEY_HASH),
                text(headers, LetterHeaders.CONNECT_CONNECTOR),
                (int) number(headers, LetterHeaders.CONNECT_TASK),
                coordinates,
                Stage.valueOf(text(headers, LetterHeaders.STAGE)),
                FailureClass.valueOf(text(headers, LetterHeaders.CLASS)),
                new FailureCode(text(headers, LetterHeaders.CODE)),
                text(headers, LetterHeaders.CONNECT_EXCEPTION_MESSAGE),
                text(headers, LetterHeaders.CONNECT_EXCEPTION_CLASS),
                textIfPresent(headers, LetterHeaders.CONNECT_EXCEPTION_STACKTRACE),
                textIfPresent(headers, LetterHeaders.OPERATION),
                textIfPresent(headers, LetterHeaders.TARGET),
                (int) number(headers, LetterHeaders.ATTEMPTS),
                number(headers, LetterHeaders.FIRST_TIMESTAMP),
                record.timestamp(),
                text(headers, LetterHeaders.CONNECTOR_VERSION),
                new RecordBytes(
                        record.key(),
                        record.value(),
                        own,
                        PayloadFidelity.ofHeaderValue(text(headers, LetterHeaders.PAYLOAD))));
    }

    private static Fingerprint fingerprint(Headers headers, Coordinates coordinates) {
        String value = textIfPresent(headers, LetterHeaders.FINGERPRINT);
        String title = textIfPresent(headers, LetterHeaders.FINGERPRINT_TITLE);
        if (value != null && title != null) {
            return new Fingerprint(value, title);
        }
        // Written before letters had fingerprints.
        String target = textIfPresent(headers, LetterHeaders.TARGET);
        return Fingerprint.of(
                FailureClass.valueOf(text(headers, LetterHeaders.CLASS)),
                new FailureCode(text(headers, LetterHeaders.CODE)),
                target == null ? "topic " + coordinates.topic() : target,
                text(headers, LetterHeaders.CONNECT_EXCEPTION_CLASS),
                text(headers, LetterHeaders.CONNECT_EXCEPTION_MESSAGE));
    }

    /** Roughly what a letter takes on the wire, headers included. */
    public static long size(DeadLetter letter) {
        long size = length(letter.record().key()) + length(letter.record().value());
        for (Header header : headers(letter)) {
            size += header.key().length() + length(header.value()) + HEADER_OVERHEAD;
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static void putIfKnown(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            put(headers, name, value);
        }
    }

    private static String text(Headers headers, String name) {
        String value = textIfPresent(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("The record is not a whole letter: header '" + name + "' is missing");
        }
        return value;
    }

    private static @Nullable String textIfPresent(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static long number(Headers headers, String name) {
        String text = text(headers, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Header '" + name + "' of the letter is not a number: " + text, e);
        }
    }

    private static String at(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
