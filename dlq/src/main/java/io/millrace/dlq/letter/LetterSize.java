/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a letter fit, giving away first what is least missed: the end of the stack trace, the end of the message, the
 * stack trace, then the payload, so that the letter only refers to the record, and at last the key. Stateless and
 * thread-safe.
 */
public final class LetterSize {
    private static final int SHORT_STACK_TRACE = 2_048;
    private static final int SHORT_MESSAGE = 512;

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
        String message = cut(letter.message(), SHORT_MESSAGE);
        String stack = letter.stackTrace() == null ? null : cut(letter.stackTrace(), SHORT_STACK_TRACE);
        List<Supplier<DeadLetter>> ladder = List.of(
                () -> letter.withFailure(letter.message(), stack),
                () -> letter.withFailure(message, stack),
                () -> letter.withFailure(message, null),
                () -> letter.withFailure(message, null).asReference(true),
                () -> letter.withFailure(message, null).asReference(false));
        for (Supplier<DeadLetter> rung : ladder) {
            DeadLetter smaller = rung.get();
            if (LetterCodec.size(smaller) <= limit) {
                return smaller;
            }
        }
        return null;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
