/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A stable, machine-readable name for one kind of failure: {@code <area>.<detail>}, for example {@code jdbc.22001} or
 * {@code decode.null-key}. It is a metric tag, a header of every letter and an anchor in the documentation, so it never
 * carries a value from a record. Immutable.
 *
 * @param value the code, lower case apart from vendor codes such as SQLStates
 */
public record FailureCode(String value) {
    private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9-]*(\\.[A-Za-z0-9_-]+)+");

    /** @throws IllegalArgumentException if the value is not of the form {@code area.detail} */
    public FailureCode {
        Objects.requireNonNull(value, "value");
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a failure code; write area.detail, for example jdbc.22001");
        }
    }

    /** The code {@code area.detail}; characters that a code cannot hold become {@code -}. */
    public static FailureCode of(String area, String detail) {
        return new FailureCode(area + "." + detail.replaceAll("[^A-Za-z0-9_-]", "-"));
    }

    @Override
    public String toString() {
        return value;
    }
}
