/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * Where decoded rows of one shape keep their columns: numbers and booleans as they are in one array, everything else in
 * another. Made once per shape. Immutable and thread-safe.
 */
public final class RowLayout {
    private final RowShape shape;
    /** A place among the numbers, or the complement of a place among the objects. */
    private final int[] places;

    private final int numbers;
    private final int objects;

    public RowLayout(RowShape shape) {
        this.shape = shape;
        this.places = new int[shape.size()];
        int nextNumber = 0;
        int nextObject = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = switch (shape.column(i).type().kind().storage()) {
                case BOOLEAN, LONG, DOUBLE -> nextNumber++;
                default -> ~nextObject++;
            };
        }
        this.numbers = nextNumber;
        this.objects = nextObject;
    }

    public RowShape shape() {
        return shape;
    }

    int place(int column) {
        return places[column];
    }

    /** How many columns are kept as numbers. */
    int numbers() {
        return numbers;
    }

    int objects() {
        return objects;
    }
}
