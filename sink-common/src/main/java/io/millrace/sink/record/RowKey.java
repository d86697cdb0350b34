/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a row at its destination. Equal keys name the same row, also across schema versions: a number is
 * equal to the same number in a wider integer type. Immutable and thread-safe.
 */
public final class RowKey {
    private final Row row;
    private final int hash;

    /** @param row the key's columns, none of them null or absent */
    public RowKey(Row row) {
        this.row = row;
        this.hash = hash(row);
    }

    /** The key's columns. */
    public Row row() {
        return row;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowKey that && hash == that.hash && sameValues(row, that.row);
    }

    private static int hash(Row row) {
        int hash = 1;
        RowShape shape = row.shape();
        for (int i = 0; i < shape.size(); i++) {
            hash = 31 * hash + hash(row, i, shape.column(i).type().kind().storage());
        }
        return hash;
    }

    private static int hash(Row row, int column, Kind.Storage storage) {
        return switch (storage) {
            case BOOLEAN -> Boolean.hashCode(row.booleanAt(column));
            case LONG -> Long.hashCode(row.longAt(column));
            case DOUBLE -> Double.hashCode(row.doubleAt(column));
            case STRING -> row.stringAt(column).hashCode();
            case BYTES -> Arrays.hashCode(row.bytesAt(column));
            case DECIMAL -> hash(row.decimalAt(column));
            case LIST, MAP, ROW, OBJECT -> hash(row.objectAt(column));
        };
    }

    /** Numbers of every class hash alike when they are equal, because schemaless keys change class with their size. */
    private static int hash(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().hashCode();
        }
        if (value instanceof Float || value instanceof Double) {
            return Double.hashCode(((Number) value).doubleValue());
        }
        if (value instanceof Number number) {
            return Long.hashCode(number.longValue());
        }
        return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
    }

    private static boolean sameValues(Row left, Row right) {
        int size = left.shape().size();
        if (size != right.shape().size()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!sameValue(left, right, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValue(Row left, Row right, int column) {
        Kind.Storage storage = left.shape().column(column).type().kind().storage();
        if (storage != right.shape().column(column).type().kind().storage()) {
            return sameObject(left.objectAt(column), right.objectAt(column));
        }
        return switch (storage) {
            case BOOLEAN -> left.booleanAt(column) == right.booleanAt(column);
            case LONG -> left.longAt(column) == right.longAt(column);
            case DOUBLE -> Double.compare(left.doubleAt(column), right.doubleAt(column)) == 0;
            case STRING -> left.stringAt(column).equals(right.stringAt(column));
            case BYTES -> Arrays.equals(left.bytesAt(column), right.bytesAt(column));
            case DECIMAL -> left.decimalAt(column).compareTo(right.decimalAt(column)) == 0;
            case LIST, MAP, ROW, OBJECT -> sameObject(left.objectAt(column), right.objectAt(column));
        };
    }

    private static boolean sameObject(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number a && right instanceof Number b && isIntegral(a) && isIntegral(b)) {
            return a.longValue() == b.longValue();
        }
        return Objects.deepEquals(left, right);
    }

    private static boolean isIntegral(Number value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    /** Column names only: the values of a key do not belong in logs. */
    @Override
    public String toString() {
        return "key" + row.shape();
    }
}
