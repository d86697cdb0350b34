/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A row that was read straight from bytes. Columns are NULL until they are set. The decoder sets them and then lets go of the
 * row: from then on it is immutable and thread-safe.
 */
public final class DecodedRow extends ValueRow {
    private static final long[] NO_NUMBERS = {};
    private static final @Nullable Object[] NO_OBJECTS = {};

    private final RowLayout layout;
    /** The numbers, and behind them a bit for each that says whether there is one. */
    private final long[] numbers;

    private final @Nullable Object[] objects;
    private @Nullable BitSet absent;

    public DecodedRow(RowLayout layout) {
        int count = layout.numbers();
        this.layout = layout;
        this.numbers = count == 0 ? NO_NUMBERS : new long[count + (count + Long.SIZE - 1) / Long.SIZE];
        this.objects = layout.objects() == 0 ? NO_OBJECTS : new Object[layout.objects()];
    }

    /** Sets an integer or a temporal in the unit of its type. */
    public void set(int column, long value) {
        int place = layout.place(column);
        numbers[place] = value;
        numbers[layout.numbers() + (place >>> 6)] |= 1L << place;
    }

    /** Sets a floating-point number. */
    public void set(int column, double value) {
        set(column, Double.doubleToRawLongBits(value));
    }

    public void set(int column, boolean value) {
        set(column, value ? 1L : 0L);
    }

    /** Sets any value in the form that {@link Row#listAt} describes; {@code null} for NULL. */
    public void setObject(int column, @Nullable Object value) {
        int place = layout.place(column);
        if (place < 0) {
            objects[~place] = value;
        } else if (value instanceof Boolean flag) {
            set(column, flag);
        } else if (value instanceof Double || value instanceof Float) {
            set(column, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            set(column, number.longValue());
        } else {
            setNull(column);
        }
    }

    /** Sets NULL, whatever was set before. */
    public void setNull(int column) {
        int place = layout.place(column);
        if (place < 0) {
            objects[~place] = null;
        } else {
            numbers[layout.numbers() + (place >>> 6)] &= ~(1L << place);
        }
    }

    /** Says which columns the source left out; rows may share it, so nobody may change it. */
    public void setAbsent(@Nullable BitSet columns) {
        absent = columns;
    }

    @Override
    public RowShape shape() {
        return layout.shape();
    }

    @Override
    public boolean isAbsent(int column) {
        return absent != null && absent.get(column);
    }

    @Override
    public boolean isNull(int column) {
        return isEmpty(layout.place(column)) && !isAbsent(column);
    }

    private boolean isEmpty(int place) {
        return place < 0 ? objects[~place] == null : (numbers[layout.numbers() + (place >>> 6)] & 1L << place) == 0;
    }

    @Override
    public boolean isPartial() {
        return absent != null;
    }

    @Override
    public boolean booleanAt(int column) {
        return number(column) != 0;
    }

    @Override
    public long longAt(int column) {
        return number(column);
    }

    @Override
    public double doubleAt(int column) {
        return Double.longBitsToDouble(number(column));
    }

    @Override
    public @Nullable Object objectAt(int column) {
        int place = layout.place(column);
        if (isEmpty(place) || isAbsent(column)) {
            return null;
        }
        if (place < 0) {
            return objects[~place];
        }
        long number = numbers[place];
        Kind kind = layout.shape().column(column).type().kind();
        return switch (kind) {
            case BOOLEAN -> number != 0;
            case INT8 -> (byte) number;
            case INT16 -> (short) number;
            case INT32 -> (int) number;
            case FLOAT32 -> (float) Double.longBitsToDouble(number);
            case FLOAT64 -> Double.longBitsToDouble(number);
            default -> number;
        };
    }

    private long number(int column) {
        int place = layout.place(column);
        if (place < 0) {
            throw new ClassCastException(
                    "Column '" + layout.shape().column(column).name() + "' is no number");
        }
        if (isEmpty(place)) {
            throw nothing(column);
        }
        return numbers[place];
    }

    @Override
    protected @Nullable Object valueAt(int column) {
        return objects[~layout.place(column)];
    }
}
