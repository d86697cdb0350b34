/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.MetadataColumn;
import io.millrace.jdbc.MetadataColumn.What;
import io.millrace.jdbc.SoftDelete;
import io.millrace.jdbc.TableSettings;
import io.millrace.jdbc.VersionGuard;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.RowShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What events of one shape need of their table. Immutable.
 *
 * @param table name as the configuration has it
 * @param key columns of the key
 * @param row columns of the row; {@code null} for deletes
 * @param metadata what is said of the events themselves
 * @param settings how they are written
 */
record Demand(
        TableName table, RowShape key, @Nullable RowShape row, List<MetadataColumn> metadata, TableSettings settings) {
    static Demand of(TableName table, RowShape key, @Nullable RowShape row, TableSettings settings) {
        List<MetadataColumn> metadata = new ArrayList<>();
        if (row != null || settings.softDelete().isPresent()) {
            metadata.addAll(settings.metadata());
        }
        if (row == null) {
            settings.softDelete()
                    .flatMap(SoftDelete::time)
                    .ifPresent(column -> metadata.add(new MetadataColumn(What.DELETED_AT, "", column)));
        }
        settings.version().map(Demand::versionColumn).ifPresent(metadata::addAll);
        return new Demand(table, key, row, List.copyOf(metadata), settings);
    }

    /** The column that is said of the event; none if the version is a field of the row. */
    private static List<MetadataColumn> versionColumn(VersionGuard guard) {
        return switch (guard.by()) {
            case KAFKA -> List.of(new MetadataColumn(What.OFFSET, "", guard.name()));
            case SOURCE -> List.of(new MetadataColumn(What.SOURCE_VERSION, "", guard.name()));
            case FIELD -> List.of();
        };
    }

    boolean isDelete() {
        return row == null;
    }

    /** Columns of the row that are not the key's. */
    List<Column> others() {
        List<Column> others = new ArrayList<>();
        if (row != null) {
            for (Column column : row.columns()) {
                if (key.position(column.name()) < 0) {
                    others.add(column);
                }
            }
        }
        return others;
    }

    /** The columns that mark deleted rows. */
    List<Column> markers() {
        List<Column> markers = new ArrayList<>();
        flag().ifPresent(name -> markers.add(new Column(name, ColumnType.of(Kind.BOOLEAN), false)));
        settings.softDelete()
                .flatMap(SoftDelete::time)
                .ifPresent(name ->
                        markers.addAll(EventRow.columns(List.of(new MetadataColumn(What.DELETED_AT, "", name)))));
        return markers;
    }

    /** @throws PlanException if events have a field of the same name as a column that we write besides */
    void requireDistinct() throws PlanException {
        Set<String> fields = new HashSet<>();
        key.columns().forEach(column -> fields.add(column.name()));
        others().forEach(column -> fields.add(column.name()));
        for (MetadataColumn column : metadata) {
            if (!fields.add(column.column())) {
                throw taken(column.column(), "'metadata.columns' or 'version.column'");
            }
        }
        for (Column marker : markers()) {
            if (!isDelete() && fields.contains(marker.name())) {
                throw taken(marker.name(), "'delete.flag.column' or 'delete.time.column'");
            }
        }
    }

    private PlanException taken(String column, String setting) {
        return new PlanException(
                "column-twice",
                setting + " names column '" + column + "' of table '" + table
                        + "', but events have a field of that name; choose another name, or leave the field out with"
                        + " 'fields.exclude'");
    }

    Optional<String> flag() {
        return settings.softDelete().flatMap(SoftDelete::flag);
    }

    /** Whether events may create rows. */
    boolean creates() {
        return row != null && settings.insertMode().creates();
    }
}
