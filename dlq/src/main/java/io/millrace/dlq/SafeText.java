/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes what may be a row's value out of messages that are not ours. Stateless and thread-safe.
 *
 * <p>Servers quote names and values alike. What stands in quotes behind a word such as {@code column} is a name and
 * stays; anything else in quotes may be a value and goes, up to the last quote of its kind, because a value may hold
 * quotes itself. So a name may be lost now and then, and a quoted value never gets through.
 */
public final class SafeText {
    /** Stands for what was taken out. */
    public static final String LEFT_OUT = "...";

    private static final int MOST_CHARACTERS = 1_000;

    /** Words behind which a quotation is a name. */
    private static final Set<String> NAMING = Set.of(
            "alias",
            "attribute",
            "bucket",
            "class",
            "collation",
            "column",
            "columns",
            "constraint",
            "database",
            "datasource",
            "encoding",
            "enum",
            "extension",
            "field",
            "fields",
            "function",
            "index",
            "key",
            "language",
            "operator",
            "parameter",
            "pipeline",
            "procedure",
            "property",
            "relation",
            "role",
            "rule",
            "schema",
            "sequence",
            "server",
            "setting",
            "table",
            "tablespace",
            "topic",
            "trigger",
            "type",
            "user",
            "view");

    /** A server's detail and a driver's copy of the statement quote values without quotes. */
    private static final Pattern DETAIL = Pattern.compile(
            "\\s+(?:Detail|Hint|Where|Failing row contains|Preview of field's value)\\b.*", Pattern.DOTALL);

    private static final Pattern STATEMENT = Pattern.compile("Batch entry \\d+ .* was aborted", Pattern.DOTALL);
    private static final Pattern BYTES = Pattern.compile("0x[0-9a-fA-F]{2}(?: 0x[0-9a-fA-F]{2})*");

    private SafeText() {}

    /** The text without what may be a value, at most 1,000 characters of it. */
    public static String withoutValues(String text) {
        String plain = DETAIL.matcher(text).replaceFirst("");
        plain = STATEMENT.matcher(plain).replaceFirst("A statement of a batch was aborted");
        plain = BYTES.matcher(withoutQuotations(plain)).replaceAll("0x" + LEFT_OUT);
        return plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS);
    }

    private static String withoutQuotations(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (!opensQuotation(text, at)) {
                safe.append(c);
                at++;
            } else if (isName(text, at)) {
                int end = text.indexOf(c, at + 1);
                int behind = end < 0 ? text.length() : end + 1;
                safe.append(text, at, behind);
                at = behind;
            } else {
                int end = text.lastIndexOf(c);
                safe.append(c).append(LEFT_OUT).append(c);
                at = end <= at ? text.length() : end + 1;
            }
        }
        return safe.toString();
    }

    /** Whether a quotation begins here: an apostrophe within a word begins none. */
    static boolean opensQuotation(String text, int at) {
        char c = text.charAt(at);
        return (c == '"' || c == '\'') && (at == 0 || c == '"' || !Character.isLetterOrDigit(text.charAt(at - 1)));
    }

    /** Whether what is quoted here is a name by the word before it. */
    static boolean isName(String text, int quote) {
        int end = quote;
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return end < quote && NAMING.contains(text.substring(start, end));
    }
}
