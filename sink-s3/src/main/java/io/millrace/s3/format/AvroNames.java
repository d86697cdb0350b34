/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

import java.util.regex.Pattern;

/**
 * Names that Avro allows: letters, digits and {@code _}, no digit in front. Every other character becomes
 * {@code _xHHHH_}, its UTF-16 code in hexadecimal, and so does a {@code _} that such a sequence would begin with: two
 * different names never become the same. Stateless.
 */
final class AvroNames {
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("x[0-9a-f]{4}_.*", Pattern.DOTALL);

    private AvroNames() {}

    /** The name for a column. */
    static String of(String name) {
        StringBuilder allowed = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char symbol = name.charAt(i);
            boolean letter = symbol >= 'a' && symbol <= 'z' || symbol >= 'A' && symbol <= 'Z';
            boolean digit = symbol >= '0' && symbol <= '9' && i > 0;
            boolean underscore = symbol == '_'
                    && !LOOKS_ESCAPED.matcher(name.substring(i + 1)).matches();
            if (letter || digit || underscore) {
                allowed.append(symbol);
            } else {
                String code = Integer.toHexString(symbol);
                allowed.append("_x")
                        .append("0".repeat(4 - code.length()))
                        .append(code)
                        .append('_');
            }
        }
        // A column may be called nothing at all.
        return allowed.isEmpty() ? "_x_" : allowed.toString();
    }
}
