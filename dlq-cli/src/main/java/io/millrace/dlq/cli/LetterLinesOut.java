/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.letter.DeadLetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Letters as a table, or as JSON without their records. Confined to the main thread. */
final class LetterLinesOut {
    private final LetterCommand command;

    LetterLinesOut(LetterCommand command) {
        this.command = command;
    }

    void print(List<StoredLetter> letters) {
        command.print(
                letters,
                LetterLinesOut::fields,
                new Table("LETTER", "STATUS", "DIED", "RECORD", "TARGET", "CODE", "GROUP", "MESSAGE"),
                LetterLinesOut::cells);
    }

    private static Object[] cells(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return new Object[] {
            letter.id().value().substring(0, 12),
            stored.status(),
            Times.show(letter.deadAt()),
            letter.coordinates(),
            stored.target().isEmpty() ? "-" : stored.target(),
            letter.code(),
            letter.fingerprint().value().substring(0, 8),
            letter.message()
        };
    }

    /** What is known of a letter, without the record in it. */
    static Map<String, Object> fields(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", letter.id().value());
        fields.put("status", stored.status().name());
        fields.put("kind", letter.kind().name());
        fields.put("parent", letter.parent() == null ? null : letter.parent().value());
        fields.put("connector", letter.connector());
        fields.put("topic", letter.coordinates().topic());
        fields.put("partition", letter.coordinates().partition());
        fields.put("offset", letter.coordinates().offset());
        fields.put("target", letter.destination());
        fields.put("operation", letter.operation());
        fields.put("class", letter.failureClass().name());
        fields.put("code", letter.code().value());
        fields.put("fingerprint", letter.fingerprint().value());
        fields.put("message", letter.message());
        fields.put("attempts", letter.attempts());
        fields.put("keyHash", letter.keyHash());
        fields.put("firstFailedAt", letter.firstFailedAt());
        fields.put("deadAt", letter.deadAt());
        fields.put("payload", letter.record().fidelity().headerValue());
        return fields;
    }
}
