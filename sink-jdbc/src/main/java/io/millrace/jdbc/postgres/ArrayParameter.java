/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.wire.WireBuffer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A one-dimensional array as a statement's parameter, in PostgreSQL's binary form ({@code array_recv}): number of
 * dimensions, whether there are NULLs, type of the elements, their number, index of the first; then each element's length
 * and bytes. Reused from batch to batch; confined to its lane.
 */
final class ArrayParameter extends PGobject implements PGBinaryObject {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 4_096;

    private final transient WireBuffer bytes = new WireBuffer(FIRST_CAPACITY);

    /** Begins an array of {@code count} elements. */
    WireBuffer begin(Wire element, int count) {
        setType("_" + element.type());
        bytes.clear();
        bytes.writeInt(1);
        // Allowed, not necessarily there.
        bytes.writeInt(1);
        bytes.writeInt(element.oid());
        bytes.writeInt(count);
        bytes.writeInt(1);
        return bytes;
    }

    /** Where elements go, each its length and its bytes. */
    WireBuffer bytes() {
        return bytes;
    }

    @Override
    public int lengthInBytes() {
        return bytes.size();
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        System.arraycopy(bytes.array(), 0, target, offset, bytes.size());
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException("Arrays are sent and not received");
    }

    /** Identity: a parameter is a place to put values and no value. */
    @Override
    @SuppressWarnings("EqualsHashCode")
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public Object clone() {
        throw new UnsupportedOperationException("A parameter belongs to one lane");
    }
}
