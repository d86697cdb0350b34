/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a batch that the same statement can write. Reused; confined to its lane.
 *
 * @param <P> a database's kind of plan
 */
public final class Group<P extends Plan> {
    /** What is done with the entries, in the order in which kinds are executed. */
    public enum Kind {
        TRUNCATE,
        DELETE,
        WRITE,
        UPDATE
    }

    private Kind kind = Kind.WRITE;
    private @Nullable P plan;
    private int[] entries = new int[64];
    private int size;

    /** Begins anew. */
    void reset(Kind newKind, @Nullable P newPlan) {
        kind = newKind;
        plan = newPlan;
        size = 0;
    }

    boolean is(Kind otherKind, @Nullable P otherPlan) {
        return kind == otherKind && plan == otherPlan;
    }

    void add(int entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = entry;
    }

    public Kind kind() {
        return kind;
    }

    /** The plan; there is none for a truncate. */
    public P plan() {
        if (plan == null) {
            throw new IllegalStateException("A " + kind + " has no plan");
        }
        return plan;
    }

    /** Positions in the batch; only the first {@link #size} count. */
    public int[] entries() {
        return entries;
    }

    public int size() {
        return size;
    }
}
