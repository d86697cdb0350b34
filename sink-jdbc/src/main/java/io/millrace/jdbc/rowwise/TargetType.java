/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import java.util.List;

/**
 * A column's type. Immutable.
 *
 * @param family what it holds
 * @param declared the whole type as the table declares it, for messages
 * @param size see {@link Family}; {@link #ANY} where the type sets no bound or the catalogue does not tell
 * @param scale digits after a decimal's point, or {@link #ANY}
 * @param unsigned whether an integer begins at zero
 * @param mostBytes bytes that a text's UTF-8 form may have, or {@link #ANY}
 * @param members what an enumeration allows
 */
public record TargetType(
        Family family, String declared, int size, int scale, boolean unsigned, long mostBytes, List<String> members) {
    /** No bound. */
    public static final int ANY = -1;

    public TargetType {
        members = List.copyOf(members);
    }

    /** A type that its family and size say all about. */
    public static TargetType of(Family family, String declared, int size) {
        return new TargetType(family, declared, size, ANY, false, ANY, List.of());
    }

    public static TargetType integer(String declared, int bits, boolean unsigned) {
        return new TargetType(Family.INTEGER, declared, bits, 0, unsigned, ANY, List.of());
    }

    public static TargetType decimal(String declared, int digits, int scale) {
        return new TargetType(Family.DECIMAL, declared, digits, scale, false, ANY, List.of());
    }

    /**
     * A type of text.
     *
     * @param mostBytes bound on the UTF-8 form, or {@link #ANY}
     */
    public static TargetType text(String declared, int characters, long mostBytes) {
        return new TargetType(Family.CHARACTERS, declared, characters, ANY, false, mostBytes, List.of());
    }

    /** {@link Family#ENUM} or {@link Family#SET}. */
    public static TargetType members(Family family, String declared, List<String> members) {
        return new TargetType(family, declared, ANY, ANY, false, ANY, members);
    }
}
