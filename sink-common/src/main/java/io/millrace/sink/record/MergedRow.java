/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** A partial row over an older one of the same shape: what the newer one lacks, the older one gives. */
public final class MergedRow extends DelegatingRow {
    private final Row newer;
    private final Row older;
    private final boolean partial;

    /** @throws IllegalArgumentException if the shapes differ */
    public MergedRow(Row newer, Row older) {
        super(newer.shape());
        if (newer.shape() != older.shape()) {
            throw new IllegalArgumentException(
                    "Rows of different shapes cannot be merged: " + newer.shape() + " over " + older.shape());
        }
        this.newer = newer;
        this.older = older;
        this.partial = lacksColumn(newer, older);
    }

    private static boolean lacksColumn(Row newer, Row older) {
        if (!older.isPartial()) {
            return false;
        }
        for (int i = 0; i < newer.shape().size(); i++) {
            if (newer.isAbsent(i) && older.isAbsent(i)) {
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
        return newer.isAbsent(column) ? older : newer;
    }

    @Override
    int position(int column) {
        return column;
    }
}
