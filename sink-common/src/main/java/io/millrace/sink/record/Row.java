/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record, read by position. A view: on a Connect {@code Struct} or {@code Map}, or on decoded bytes; no
 * target may know which. Immutable and thread-safe.
 *
 * <p>A column is in one of three states: <em>absent</em> (the source did not send it, as PostgreSQL does with an
 * unchanged TOAST value: the target must leave the column alone), <em>null</em>, or a value. The typed accessors may be
 * called only for a value, and only the one that the column's {@link Kind#storage()} names; anything else is a
 * programming error and may throw {@link ClassCastException}, {@link NullPointerException} or
 * {@link UnsupportedOperationException}.
 */
public interface Row {
    /** The columns of this row. */
    RowShape shape();

    /** Whether the source left the column out. */
    boolean isAbsent(int column);

    /** Whether the column is SQL NULL; never true for an absent one. */
    boolean isNull(int column);

    /** Whether any column is absent. */
    boolean isPartial();

    boolean booleanAt(int column);

    /** Integers, and temporals in the unit of their type. */
    long longAt(int column);

    double doubleAt(int column);

    BigDecimal decimalAt(int column);

    String stringAt(int column);

    /** The bytes themselves, not a copy: nobody may change them. */
    byte[] bytesAt(int column);

    /**
     * Elements as {@link #objectAt} would give them: {@code Boolean}, {@code Number}, {@code String}, {@code byte[]},
     * {@code List}, {@code Map}, {@link Row} or {@code null}; temporals as numbers in the unit of the element type.
     */
    List<@Nullable Object> listAt(int column);

    /** Keys and values as in {@link #listAt}. */
    Map<@Nullable Object, @Nullable Object> mapAt(int column);

    Row rowAt(int column);

    /** Any value as an object, as described at {@link #listAt}; {@code null} if the column is null or absent. */
    @Nullable
    Object objectAt(int column);
}
