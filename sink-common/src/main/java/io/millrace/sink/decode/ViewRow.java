/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.ValueRow;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A row that is a view on what the worker has converted. Immutable and thread-safe as long as nobody changes that. */
abstract class ViewRow extends ValueRow {
    private final @Nullable BitSet absent;

    /** @param absent columns that the source left out, or {@code null} if it left out none */
    ViewRow(@Nullable BitSet absent) {
        this.absent = absent;
    }

    @Override
    public final boolean isAbsent(int column) {
        return absent != null && absent.get(column);
    }

    @Override
    public final boolean isPartial() {
        return absent != null;
    }
}
