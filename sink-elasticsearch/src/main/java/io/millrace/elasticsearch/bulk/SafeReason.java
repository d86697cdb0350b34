/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

/**
 * Takes the values of documents out of what Elasticsearch says: its reasons quote ids and fields' values, which do not
 * belong in logs and letters' headers. Names stand in square brackets and stay. Stateless.
 */
final class SafeReason {
    private static final int MOST_CHARACTERS = 500;

    /** Where a value begins that is not quoted as others are. */
    private static final String[] VALUES_BEGIN = {
        " in document with id", "Preview of field's value", "The prefix of the first immense term", "For input string"
    };

    private SafeReason() {}

    static String of(String reason) {
        int end = Math.min(Math.min(reason.length(), MOST_CHARACTERS), firstQuoted(reason));
        for (String begin : VALUES_BEGIN) {
            int found = reason.indexOf(begin);
            if (found >= 0) {
                end = Math.min(end, found);
            }
        }
        return withoutId(reason.substring(0, end)).strip();
    }

    /** A version conflict begins with the document's id: {@code [id]: version conflict, ...}. */
    private static String withoutId(String reason) {
        int end = reason.indexOf("]: ");
        return reason.startsWith("[") && end > 0 && reason.startsWith("version conflict", end + 3)
                ? reason.substring(end + 3)
                : reason;
    }

    /** Where a quotation begins. What is in it may hold quotes, too, so its end cannot be told. */
    private static int firstQuoted(String reason) {
        for (int i = reason.indexOf('\''); i >= 0; i = reason.indexOf('\'', i + 1)) {
            if (i == 0 || !Character.isLetterOrDigit(reason.charAt(i - 1))) {
                return i;
            }
        }
        return reason.length();
    }
}
