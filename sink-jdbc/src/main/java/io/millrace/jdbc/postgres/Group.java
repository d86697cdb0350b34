/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entries of a batch that one statement can write. Reused; confined to its lane. */
final class Group {
    /** What is done with the entries, in the order in which kinds are executed. */
    enum Kind {
        TRUNCATE,
        DELETE,
        WRITE,
        UPDATE
    }

    private Kind kind = Kind.WRITE;
    private @Nullable TablePlan plan;
    private int[] entries = new int[64];
    private int size;

    /** Begins anew. */
    void reset(Kind newKind, @Nullable TablePlan newPlan) {
        kind = newKind;
        plan = newPlan;
        size = 0;
    }

    boolean is(Kind otherKind, @Nullable TablePlan otherPlan) {
        return kind == otherKind && plan == otherPlan;
    }

    void add(int entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = entry;
    }

    Kind kind() {
        return kind;
    }

    /** The plan; there is none for a truncate. */
    TablePlan plan() {
        if (plan == null) {
            throw new IllegalStateException("A " + kind + " has no plan");
        }
        return plan;
    }

    /** Positions in the batch; only the first {@link #size} count. */
    int[] entries() {
        return entries;
    }

    int size() {
        return size;
    }
}
