/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import org.jspecify.annotations.Nullable;

/**
 * A column's type, domains resolved to what they are made of. Immutable.
 *
 * @param name of the base type as {@code pg_type} spells it: {@code int8}, {@code text}, {@code _int4}, {@code mood}
 * @param sql the base type as it can stand behind {@code ::}, such that a value of any length or precision passes
 * @param category {@code pg_type.typcategory}: {@code A} for arrays, {@code E} for enumerations
 * @param modifier {@code atttypmod}: length or precision in the type's own code, or -1
 * @param declared the whole type as the table declares it, for messages
 * @param element type of an array's elements, or {@code null} if this is no array
 */
public record PgType(String name, String sql, char category, int modifier, String declared, @Nullable PgType element) {
    private static final int HEADER = 4;

    boolean isArray() {
        return element != null;
    }

    /** Total digits of a {@code numeric}, or -1 if it takes any number. */
    int numericPrecision() {
        return modifier < HEADER ? -1 : modifier - HEADER >> 16 & 0xFFFF;
    }

    /** Digits after the point of a {@code numeric}, negative if it rounds before it, or -1 if it takes any number. */
    int numericScale() {
        return modifier < HEADER ? -1 : (modifier - HEADER & 0x7FF ^ 1024) - 1024;
    }

    /** Most characters of a {@code varchar} or {@code bpchar}, or {@link Integer#MAX_VALUE}. */
    int characters() {
        return modifier < HEADER ? Integer.MAX_VALUE : modifier - HEADER;
    }

    /** Digits of a second's fraction that a time or timestamp keeps. */
    int fractionDigits() {
        return modifier < 0 ? 6 : modifier;
    }
}
