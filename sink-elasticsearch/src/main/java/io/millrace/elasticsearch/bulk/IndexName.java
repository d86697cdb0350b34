/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.bulk;

import io.millrace.sink.wire.Utf8;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes names of indices that Elasticsearch takes. Stateless. */
public final class IndexName {
    private static final int MOST_BYTES = 255;
    private static final String FORBIDDEN = "\\/*?\"<>| ,#:";

    private IndexName() {}

    /** The name in lower case, with {@code _} for every character that no index may have. */
    public static String of(String wanted) {
        StringBuilder name = new StringBuilder(wanted.toLowerCase(Locale.ROOT));
        for (int i = 0; i < name.length(); i++) {
            if (FORBIDDEN.indexOf(name.charAt(i)) >= 0) {
                name.setCharAt(i, '_');
            }
        }
        return name.toString();
    }

    /** Why Elasticsearch would refuse a name that {@link #of} has made, or {@code null}. */
    public static @Nullable String problem(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "it is '" + name + "'";
        }
        if ("-_+".indexOf(name.charAt(0)) >= 0) {
            return "it begins with '" + name.charAt(0) + "'";
        }
        int bytes = Utf8.length(name);
        return bytes > MOST_BYTES ? "it has " + bytes + " bytes, more than " + MOST_BYTES : null;
    }
}
