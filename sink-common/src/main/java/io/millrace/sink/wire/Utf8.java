/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

/** How long text is as UTF-8. Stateless. */
public final class Utf8 {
    private Utf8() {}

    /** Bytes that {@code text} takes as UTF-8; a lone surrogate counts as three. */
    public static int length(CharSequence text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes++;
            } else if (unit < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
