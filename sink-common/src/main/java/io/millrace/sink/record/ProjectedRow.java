/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** Some columns of another row: a key made of value fields, for example. */
public final class ProjectedRow extends DelegatingRow {
    private final Row base;
    private final int[] positions;

    /**
     * @param shape columns of this row
     * @param base row to read
     * @param positions for each column of {@code shape} its position in {@code base}; not copied
     */
    public ProjectedRow(RowShape shape, Row base, int[] positions) {
        super(shape);
        this.base = base;
        this.positions = positions;
    }

    @Override
    public boolean isPartial() {
        for (int position : positions) {
            if (base.isAbsent(position)) {
                return true;
            }
        }
        return false;
    }

    @Override
    Row part(int column) {
        return base;
    }

    @Override
    int position(int column) {
        return positions[column];
    }
}
