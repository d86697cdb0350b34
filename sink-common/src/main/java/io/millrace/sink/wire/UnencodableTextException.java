/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.wire;

/** Text that UTF-8 cannot express. */
public final class UnencodableTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnencodableTextException(int index) {
        super("a lone surrogate at character " + index + " has no UTF-8 form");
    }

    /**
     * Looks for a surrogate without its partner.
     *
     * @throws UnencodableTextException if there is one
     */
    public static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new UnencodableTextException(i);
                }
                i++;
            }
        }
    }
}
