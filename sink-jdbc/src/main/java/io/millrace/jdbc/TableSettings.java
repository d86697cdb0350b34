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
 * @param version keeps older changes from replacing newer ones; empty if changes come in order
 */
public record TableSettings(
        InsertMode insertMode,
        SchemaEvolution evolution,
        Optional<SoftDelete> softDelete,
        List<MetadataColumn> metadata,
        Optional<VersionGuard> version) {
    public TableSettings {
        metadata = List.copyOf(metadata);
    }

    /** Changes come in order. */
    public TableSettings(
            InsertMode insertMode,
            SchemaEvolution evolution,
            Optional<SoftDelete> softDelete,
            List<MetadataColumn> metadata) {
        this(insertMode, evolution, softDelete, metadata, Optional.empty());
    }

    /** What the core must know. */
    public Handling handling() {
        return new Handling(folding(insertMode, softDelete.isPresent()), insertMode.needsKeys(), version.orElse(null));
    }

    static Folding folding(InsertMode insertMode, boolean soft) {
        if (!insertMode.needsKeys()) {
            return Folding.NONE;
        }
        if (soft) {
            return Folding.SOFT_DELETES;
        }
        return insertMode == InsertMode.UPDATE ? Folding.UPDATES : Folding.NET_EFFECT;
    }
}
