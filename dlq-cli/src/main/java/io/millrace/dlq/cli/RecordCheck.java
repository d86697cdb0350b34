/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.dlq.SafeText;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.PayloadFidelity;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes that are to be a letter's key or value can be read again. The connector's converters decide that, and they
 * are not here: what can be told is whether the bytes are whole, and of the same kind as those that they stand in for.
 * Confined to the main thread.
 */
final class RecordCheck {
    /** What bytes are, by their look. */
    enum Form {
        NONE("nothing"),
        JSON("JSON"),
        JSON_WITH_SCHEMA("JSON with a schema"),
        AVRO("Avro"),
        TEXT("text"),
        BYTES("bytes");

        private final String called;

        Form(String called) {
            this.called = called;
        }

        /** Whether what reads one can never read the other. Text may be anything. */
        boolean excludes(Form other) {
            return this != other && this != NONE && other != NONE && this != TEXT && !(isJson() && other.isJson());
        }

        boolean isJson() {
            return this == JSON || this == JSON_WITH_SCHEMA;
        }

        @Override
        public String toString() {
            return called;
        }
    }

    /** Whether something can be read, if that can be told. */
    enum Verdict {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * What can be told.
     *
     * @param form of the new bytes
     * @param readable whether the connector can read them
     * @param why for people; no values of rows
     */
    record Answer(Form form, Verdict readable, String why) {}

    private final @Nullable AvroDecoding avro;
    private final JsonConverter converter = new JsonConverter();

    /** @param avro reads Avro, or {@code null} if no registry is known */
    RecordCheck(@Nullable AvroDecoding avro) {
        this.avro = avro;
        converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
    }

    static Form form(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Form.NONE;
        }
        if (AvroDecoding.mayRead(bytes)) {
            return Form.AVRO;
        }
        JsonNode tree = Decoding.tree(bytes);
        if (tree == null) {
            return Decoding.text(bytes) == null ? Form.BYTES : Form.TEXT;
        }
        return tree.has("schema") && tree.has("payload") ? Form.JSON_WITH_SCHEMA : Form.JSON;
    }

    /** What can be told of {@code after} in the place of {@code before}, the key or the value of {@code letter}. */
    Answer check(DeadLetter letter, byte @Nullable [] before, byte @Nullable [] after) {
        Form form = form(after);
        if (after == null) {
            return new Answer(form, Verdict.YES, "a tombstone: the record becomes a delete");
        }
        try {
            String fault = fault(form, after);
            return fault == null ? compare(letter, before, form) : new Answer(form, Verdict.NO, fault);
        } catch (DlqException e) {
            if (e.exitCode() == ExitCodes.UNREACHABLE) {
                throw e;
            }
            // The registry asked does not have the schema, or not as Avro; the connector may know another.
            return new Answer(form, Verdict.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private Answer compare(DeadLetter letter, byte @Nullable [] before, Form form) {
        if (letter.record().fidelity() == PayloadFidelity.RESERIALIZED && form != Form.JSON_WITH_SCHEMA) {
            return new Answer(form, Verdict.NO, "letters like this one are read as " + Form.JSON_WITH_SCHEMA);
        }
        // What could not be decoded says nothing about what should be there.
        Form own = letter.stage() == Stage.DECODE ? Form.NONE : form(before);
        if (own.excludes(form)) {
            return new Answer(form, Verdict.NO, "the letter's own is " + own);
        }
        if (form == Form.AVRO && avro == null) {
            return new Answer(form, Verdict.UNKNOWN, "its schema is in a registry: give --schema-registry");
        }
        if (form == Form.TEXT || form == Form.BYTES) {
            return new Answer(form, Verdict.UNKNOWN, "only the connector's converter can tell");
        }
        if (own == Form.NONE) {
            return new Answer(form, Verdict.YES, "it is whole; the letter has nothing to compare it with");
        }
        return own == form
                ? new Answer(form, Verdict.YES, "it is whole, and " + own + " as the letter's own")
                : new Answer(form, Verdict.UNKNOWN, "the letter's own is " + own);
    }

    /** What is wrong with bytes that say themselves how they are to be read, or {@code null}. */
    private @Nullable String fault(Form form, byte[] bytes) {
        if (form == Form.AVRO) {
            return avro == null ? null : avro.fault(bytes);
        }
        if (form != Form.JSON_WITH_SCHEMA) {
            return null;
        }
        JsonNode tree = Decoding.tree(bytes);
        if (tree == null) {
            return null;
        }
        try {
            converter.toConnectData("", bytes);
        } catch (DataException e) {
            return "schema and payload do not fit: " + SafeText.withoutValues(String.valueOf(e.getMessage()));
        }
        return tree.path("schema").isNull()
                ? null
                : SchemaFit.fault(tree.path("schema"), tree.path("payload"), "payload");
    }
}
