/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Handling;
import java.util.List;
import java.util.Optional;

/**
 * How the events of some topics are written to their tables. Immutable.
 *
 * @param insertMode what upsert events do
 * @param evolution what may be done to tables
 * @param softDelete how deleted rows are marked; empty if deletes end rows
 * @param metadata columns that say where rows come from
 */
public record TableSettings(
        InsertMode insertMode,
        SchemaEvolution evolution,
        Optional<SoftDelete> softDelete,
        List<MetadataColumn> metadata) {
    public TableSettings {
        metadata = List.copyOf(metadata);
    }

    /** What the core must know. */
    public Handling handling() {
        return new Handling(folding(), insertMode.needsKeys());
    }

    private Folding folding() {
        if (!insertMode.needsKeys()) {
            return Folding.NONE;
        }
        if (softDelete.isPresent()) {
            return Folding.SOFT_DELETES;
        }
        return insertMode == InsertMode.UPDATE ? Folding.UPDATES : Folding.NET_EFFECT;
    }
}
