/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.cli.RecordCheck.Form;
import io.millrace.dlq.cli.RecordCheck.Verdict;
import io.millrace.dlq.control.Edit;
import io.millrace.dlq.letter.DeadLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows which records letters would get, and whether those can be read. Nothing is written, and no task is asked: what a
 * target would say to such a record is not known before the letter exists. Confined to the main thread.
 */
final class DryRun {
    /** What people see of a key or a value; scripts get all of it. */
    private static final int MOST_CHARACTERS = 120;

    private final LetterCommand caller;
    private final @Nullable AvroDecoding avro;
    private final RecordCheck check;
    private final Table table = new Table("LETTER", "RECORD", "PART", "READABLE", "AS", "WHY", "BECOMES");
    private int changed;
    private int same;
    private int unreadable;

    DryRun(LetterCommand caller, RegistryOptions registry) {
        this.caller = caller;
        this.avro = registry.avro(caller.options.settings());
        this.check = new RecordCheck(avro);
    }

    /** A letter gets another record. */
    void becomes(DeadLetter letter, Edit edit) {
        changed++;
        Map<String, Object> fields = fields(letter, true);
        boolean readable = true;
        if (edit.key() != null) {
            readable = part("key", letter, letter.record().key(), edit.key(), fields);
        }
        readable &= part("value", letter, letter.record().value(), edit.value(), fields);
        unreadable += readable ? 0 : 1;
        if (caller.options.json) {
            caller.json(fields);
        }
    }

    /** Tells of the key or the value; returns whether it can be read, or may be. */
    private boolean part(
            String name,
            DeadLetter letter,
            byte @Nullable [] before,
            byte @Nullable [] after,
            Map<String, Object> fields) {
        RecordCheck.Answer answer = check.check(letter, before, after);
        table.row(
                start(letter),
                letter.coordinates(),
                name,
                answer.readable(),
                answer.form(),
                answer.why(),
                shown(after, answer));
        Map<String, Object> part = new LinkedHashMap<>();
        if (after != null) {
            part.put(Decoding.text(after) == null ? "hex" : "text", Decoding.RAW.show(after));
        }
        part.put("as", answer.form().name());
        part.put("readable", answer.readable().name());
        part.put("why", answer.why());
        fields.put(name, part);
        return answer.readable() != Verdict.NO;
    }

    /** A letter keeps its record. */
    void stays(DeadLetter letter) {
        same++;
        if (caller.options.json) {
            caller.json(fields(letter, false));
            return;
        }
        Form form = RecordCheck.form(letter.record().value());
        String why = form.isJson() ? "has none of the fields, or has them like that" : "is no JSON object";
        table.row(start(letter), letter.coordinates(), "-", "-", form, why, "stays as it is");
    }

    /** Returns the exit code. */
    int end() {
        if (!caller.options.json) {
            table.print(caller.out());
        }
        caller.err()
                .println("Dry run, nothing was written: " + changed + " letters would change, of which " + unreadable
                        + " could not be read; " + same + " stay as they are");
        return ExitCodes.OK;
    }

    private static String start(DeadLetter letter) {
        return letter.id().value().substring(0, 12);
    }

    private String shown(byte @Nullable [] bytes, RecordCheck.Answer answer) {
        String text = bytes != null && avro != null && answer.form() == Form.AVRO && answer.readable() == Verdict.YES
                ? avro.read(bytes).toString()
                : Decoding.RAW.show(bytes);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    private static Map<String, Object> fields(DeadLetter letter, boolean changes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("letter", letter.id().value());
        fields.put("topic", letter.coordinates().topic());
        fields.put("partition", letter.coordinates().partition());
        fields.put("offset", letter.coordinates().offset());
        fields.put("changes", changes);
        return fields;
    }
}
