/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.dlq.Coordinates;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A letter as one line of JSON, with every field and nothing lost: what files, S3 and exports hold. Stateless and
 * thread-safe.
 *
 * <p>Bytes that are UTF-8 text stand there as {@code {"text": ...}}, so that people can read and search them, and others as
 * {@code {"base64": ...}}. Fields that a reader does not know are skipped.
 */
public final class LetterJson {
    /** Version of the format. */
    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private LetterJson() {}

    /** The line, without a line end. */
    public static byte[] write(DeadLetter letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(letter, json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Writes a letter as an object. */
    public static void write(DeadLetter letter, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("v", VERSION);
        json.writeStringField("id", letter.id().value());
        json.writeStringField("kind", letter.kind().name());
        LetterId parent = letter.parent();
        writeText(json, "parent", parent == null ? null : parent.value());
        json.writeStringField("fingerprint", letter.fingerprint().value());
        json.writeStringField("title", letter.fingerprint().title());
        writeText(json, "keyHash", letter.keyHash());
        json.writeStringField("connector", letter.connector());
        json.writeNumberField("task", letter.taskId());
        json.writeStringField("topic", letter.coordinates().topic());
        json.writeNumberField("partition", letter.coordinates().partition());
        json.writeNumberField("offset", letter.coordinates().offset());
        json.writeNumberField("timestamp", letter.coordinates().timestamp());
        json.writeStringField("timestampType", letter.coordinates().timestampType().name);
        json.writeStringField("stage", letter.stage().name());
        json.writeStringField("class", letter.failureClass().name());
        json.writeStringField("code", letter.code().value());
        json.writeStringField("message", letter.message());
        json.writeStringField("exception", letter.exceptionClass());
        writeText(json, "stackTrace", letter.stackTrace());
        writeText(json, "operation", letter.operation());
        writeText(json, "target", letter.destination());
        json.writeNumberField("attempts", letter.attempts());
        json.writeNumberField("firstFailedAt", letter.firstFailedAt());
        json.writeNumberField("deadAt", letter.deadAt());
        json.writeStringField("connectorVersion", letter.connectorVersion());
        json.writeStringField("payload", letter.record().fidelity().headerValue());
        JsonBytes.write(json, "key", letter.record().key());
        JsonBytes.write(json, "value", letter.record().value());
        writeHeaders(letter.record().headers(), json);
        json.writeEndObject();
    }

    private static void writeHeaders(List<Header> headers, JsonGenerator json) throws IOException {
        json.writeFieldName("headers");
        JsonBytes.writeHeaders(json, headers);
    }

    /** The headers of a letter's record as a JSON array. */
    public static String headers(DeadLetter letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            JsonBytes.writeHeaders(json, letter.record().headers());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    /**
     * Reads a line back.
     *
     * @throws IllegalArgumentException if the line is not a letter, or of a format this version cannot read; says what is
     *     missing
     */
    public static DeadLetter read(byte[] line) {
        try (JsonParser json = JSON.createParser(line)) {
            return letter(LetterFields.read(json));
        } catch (IOException e) {
            throw new IllegalArgumentException("The line is not JSON: " + e.getMessage(), e);
        }
    }

    private static DeadLetter letter(LetterFields fields) {
        long version = fields.number("v");
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "The line is a letter of format " + version + "; this version reads format " + VERSION);
        }
        String parent = fields.textOrNull("parent");
        return new DeadLetter(
                new LetterId(fields.text("id")),
                LetterKind.valueOf(fields.text("kind")),
                parent == null ? null : new LetterId(parent),
                new Fingerprint(fields.text("fingerprint"), fields.text("title")),
                fields.textOrNull("keyHash"),
                fields.text("connector"),
                (int) fields.number("task"),
                new Coordinates(
                        fields.text("topic"),
                        (int) fields.number("partition"),
                        fields.number("offset"),
                        fields.number("timestamp"),
                        TimestampType.forName(fields.text("timestampType"))),
                Stage.valueOf(fields.text("stage")),
                FailureClass.valueOf(fields.text("class")),
                new FailureCode(fields.text("code")),
                fields.text("message"),
                fields.text("exception"),
                fields.textOrNull("stackTrace"),
                fields.textOrNull("operation"),
                fields.textOrNull("target"),
                (int) fields.number("attempts"),
                fields.number("firstFailedAt"),
                fields.number("deadAt"),
                fields.text("connectorVersion"),
                new RecordBytes(
                        fields.bytes("key"),
                        fields.bytes("value"),
                        fields.headers(),
                        PayloadFidelity.ofHeaderValue(fields.text("payload"))));
    }
}
