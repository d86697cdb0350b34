/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Collects which columns of a row the source left out. Reused from row to row; confined to the task thread. */
final class AbsentColumns {
    private final BitSet columns = new BitSet();
    private boolean any;
    private @Nullable BitSet last;

    /** Begins with another row. */
    void clear() {
        if (any) {
            columns.clear();
            any = false;
        }
    }

    void add(int column) {
        columns.set(column);
        any = true;
    }

    /** The columns, or {@code null} if there are none. Mostly it is the same that have not changed: rows share what says so. */
    @Nullable
    BitSet get() {
        if (!any) {
            return null;
        }
        BitSet known = last;
        if (known == null || !known.equals(columns)) {
            known = (BitSet) columns.clone();
            last = known;
        }
        return known;
    }
}
