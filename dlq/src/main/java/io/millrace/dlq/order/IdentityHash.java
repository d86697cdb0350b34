/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.control.KeyIdentity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes the identity of a key of its parts. Each part tells its type, so that no two lists of parts look alike. Confined to
 * one thread.
 */
public final class IdentityHash {
    private static final int BYTES = 16;

    private final MessageDigest digest;

    public IdentityHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public IdentityHash add(String text) {
        return add('s', text.getBytes(StandardCharsets.UTF_8));
    }

    public IdentityHash add(byte[] bytes) {
        return add('b', bytes);
    }

    public IdentityHash add(long number) {
        return number('n', number);
    }

    public IdentityHash add(double number) {
        return number('f', Double.doubleToLongBits(number));
    }

    public IdentityHash add(boolean flag) {
        return number('t', flag ? 1 : 0);
    }

    private IdentityHash add(char type, byte[] bytes) {
        number(type, bytes.length);
        digest.update(bytes);
        return this;
    }

    private IdentityHash number(char type, long number) {
        digest.update((byte) type);
        for (int shift = 56; shift >= 0; shift -= 8) {
            digest.update((byte) (number >>> shift));
        }
        return this;
    }

    /** The identity of what was added; afterwards a new one can be begun. */
    public KeyIdentity finish() {
        return KeyIdentity.parse(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    }
}
