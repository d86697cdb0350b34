/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of a letter: a hash of connector and coordinates, so that a record which is delivered and fails again
 * writes the same letter again and not a second one. Immutable.
 *
 * @param value 32 hexadecimal digits
 */
public record LetterId(String value) {
    private static final int BYTES = 16;

    /** The id of the letter that {@code connector} writes for the record at {@code coordinates}. */
    public static LetterId of(String connector, Coordinates coordinates) {
        String identity = connector
                + '\u0000'
                + coordinates.topic()
                + '\u0000'
                + coordinates.partition()
                + '\u0000'
                + coordinates.offset();
        return new LetterId(hash(identity));
    }

    /** The id of a letter that was edited: the {@code revision}th of {@code parent}, counted from 1. */
    public static LetterId ofEdit(LetterId parent, int revision) {
        return new LetterId(hash(parent.value() + '\u0000' + revision));
    }

    /** 32 hexadecimal digits that stand for a text. */
    public static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
