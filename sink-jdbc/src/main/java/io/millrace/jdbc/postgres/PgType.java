/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

/**
 * A column's type, domains resolved to what they are made of. Immutable.
 *
 * @param name of the base type as {@code pg_type} spells it: {@code int8}, {@code text}, {@code _int4}, {@code mood}
 * @param sql the base type as it can stand behind {@code ::}, without length or precision
 * @param category {@code pg_type.typcategory}: {@code A} for arrays, {@code E} for enumerations
 * @param modifier {@code atttypmod}: length or precision in the type's own code, or -1
 * @param declared the whole type as the table declares it, for messages
 */
record PgType(String name, String sql, char category, int modifier, String declared) {
    boolean isArray() {
        return category == 'A';
    }

    /** Total digits of a {@code numeric}, or -1 if it takes any number. */
    int numericPrecision() {
        return modifier < 4 ? -1 : modifier - 4 >> 16 & 0xFFFF;
    }

    /** Digits after the point of a {@code numeric}, or -1 if it takes any number. Negative scales do not occur here. */
    int numericScale() {
        return modifier < 4 ? -1 : (modifier - 4 & 0x7FF ^ 1024) - 1024;
    }

    /** Digits of a second's fraction that a time or timestamp keeps. */
    int fractionDigits() {
        return modifier < 0 ? 6 : modifier;
    }
}
