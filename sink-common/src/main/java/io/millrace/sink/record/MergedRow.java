/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * A partial row over an older one of the same shape: what the newer one lacks, the older one gives. Immutable and
 * thread-safe, as its parts are.
 *
 * <p>A row that changes a thousand times in a batch is merged a thousand times, so merged rows are not piled on each other:
 * this one keeps the rows that values are really taken from, which are at most one more than columns may be absent.
 */
public final class MergedRow extends DelegatingRow {
    /** Newest first; each but the first has a column that no newer one has. */
    private final Row[] layers;

    private final boolean partial;

    /** @throws IllegalArgumentException if the shapes differ */
    public MergedRow(Row newer, Row older) {
        super(newer.shape());
        if (newer.shape() != older.shape()) {
            throw new IllegalArgumentException(
                    "Rows of different shapes cannot be merged: " + newer.shape() + " over " + older.shape());
        }
        int first = layerCount(newer);
        int candidates = first + layerCount(older);
        int kept = first;
        for (int i = first; i < candidates; i++) {
            kept += adds(newer, older, i) ? 1 : 0;
        }
        this.layers = new Row[kept];
        int next = 0;
        for (int i = 0; i < candidates; i++) {
            if (i < first || adds(newer, older, i)) {
                layers[next++] = layer(newer, older, i);
            }
        }
        this.partial = older.isPartial() && lacksColumn();
    }

    private static int layerCount(Row row) {
        return row instanceof MergedRow merged ? merged.layers.length : 1;
    }

    /** One of the layers of both rows, newest first. */
    private static Row layer(Row newer, Row older, int index) {
        int first = layerCount(newer);
        Row row = index < first ? newer : older;
        return row instanceof MergedRow merged ? merged.layers[index < first ? index : index - first] : row;
    }

    /** Whether a layer has a column that none of the newer ones has. */
    private static boolean adds(Row newer, Row older, int index) {
        Row row = layer(newer, older, index);
        for (int i = 0; i < row.shape().size(); i++) {
            if (!row.isAbsent(i) && isAbsent(newer, older, index, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a column is absent from the first {@code count} layers of both rows. */
    private static boolean isAbsent(Row newer, Row older, int count, int column) {
        for (int i = 0; i < count; i++) {
            if (!layer(newer, older, i).isAbsent(column)) {
                return false;
            }
        }
        return true;
    }

    private boolean lacksColumn() {
        for (int i = 0; i < shape().size(); i++) {
            if (part(i).isAbsent(i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isPartial() {
        return partial;
    }

    @Override
    Row part(int column) {
        int last = layers.length - 1;
        for (int i = 0; i < last; i++) {
            if (!layers[i].isAbsent(column)) {
                return layers[i];
            }
        }
        return layers[last];
    }

    @Override
    int position(int column) {
        return column;
    }
}
