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
        int end = Math.min(reason.length(), MOST_CHARACTERS);
        for (String begin : VALUES_BEGIN) {
            int found = reason.indexOf(begin);
            if (found >= 0) {
                end = Math.min(end, found);
            }
        }
        return withoutQuoted(withoutId(reason.substring(0, end))).strip();
    }

    /** A version conflict begins with the document's id: {@code [id]: version conflict, ...}. */
    private static String withoutId(String reason) {
        int end = reason.indexOf("]: ");
        return reason.startsWith("[") && end > 0 && reason.startsWith("version conflict", end + 3)
                ? reason.substring(end + 3)
                : reason;
    }

    private static String withoutQuoted(String reason) {
        if (reason.indexOf('\'') < 0) {
            return reason;
        }
        StringBuilder text = new StringBuilder(reason.length());
        int from = 0;
        while (true) {
            int open = reason.indexOf('\'', from);
            int close = open < 0 ? -1 : reason.indexOf('\'', open + 1);
            if (close < 0) {
                return text.append(reason, from, open < 0 ? reason.length() : open)
                        .toString();
            }
            text.append(reason, from, open).append("'...'");
            from = close + 1;
        }
    }
}
