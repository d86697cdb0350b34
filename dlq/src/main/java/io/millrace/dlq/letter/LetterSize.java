/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import org.jspecify.annotations.Nullable;

/**
 * Makes a letter fit: first the stack trace is cut, then dropped, then the payload is left out and the letter only
 * refers to the record. Stateless and thread-safe.
 */
public final class LetterSize {
    private static final int SHORT_STACK_TRACE = 2_048;

    private LetterSize() {}

    /**
     * Trims a letter as far as a limit asks for.
     *
     * @param limit greatest size in bytes
     * @return the letter, as whole as fits in {@code limit}, or {@code null} if not even a reference does
     */
    public static @Nullable DeadLetter fit(DeadLetter letter, long limit) {
        if (LetterCodec.size(letter) <= limit) {
            return letter;
        }
        String stack = letter.stackTrace();
        if (stack != null && stack.length() > SHORT_STACK_TRACE) {
            DeadLetter shortened = letter.withStackTrace(stack.substring(0, SHORT_STACK_TRACE));
            if (LetterCodec.size(shortened) <= limit) {
                return shortened;
            }
        }
        DeadLetter bare = letter.withStackTrace(null);
        if (LetterCodec.size(bare) <= limit) {
            return bare;
        }
        DeadLetter keyed = letter.asReference(true);
        if (LetterCodec.size(keyed) <= limit) {
            return keyed;
        }
        DeadLetter reference = letter.asReference(false);
        return LetterCodec.size(reference) <= limit ? reference : null;
    }
}
