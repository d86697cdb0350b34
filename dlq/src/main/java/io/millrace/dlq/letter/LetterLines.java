/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.LetterId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Some letters as an object of JSON lines. The name follows from the letters alone, so letters that are stored again
 * replace what the first try may have left. Immutable.
 *
 * @param name path of the object, with {@code /} between folders
 * @param content UTF-8, one letter a line
 */
public record LetterLines(String name, byte[] content) {
    /** Media type of the content. */
    public static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int SHORT_HASH = 12;

    /**
     * The object that holds some letters.
     *
     * @param letters at least one
     */
    public static LetterLines of(List<DeadLetter> letters) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(letters.size() * 4_096);
        StringBuilder ids = new StringBuilder();
        for (DeadLetter letter : letters) {
            lines.writeBytes(LetterJson.write(letter));
            lines.write('\n');
            ids.append(letter.id());
        }
        DeadLetter first = letters.get(0);
        Coordinates coordinates = first.coordinates();
        String name = safe(first.connector())
                + '/'
                + Instant.ofEpochMilli(first.deadAt()).atOffset(ZoneOffset.UTC).toLocalDate()
                + '/'
                + safe(coordinates.topic())
                + '-'
                + coordinates.partition()
                + '-'
                + coordinates.offset()
                + '-'
                + LetterId.hash(ids.toString()).substring(0, SHORT_HASH)
                + ".jsonl";
        return new LetterLines(name, lines.toByteArray());
    }

    /** A connector's name may hold anything; a folder's must not. */
    private static String safe(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.startsWith(".") ? "_" + safe.substring(1) : safe;
    }
}
