/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.DdlTypes;
import io.millrace.sink.record.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that makes a table fit. Only the key is NOT NULL, and no defaults are set: those of the source that come along are
 * not to be trusted. The one exception is our own flag for deleted rows, which must be false for rows that are there
 * already. Stateless.
 */
final class Ddl {
    private Ddl() {}

    static String create(Demand demand) throws PlanException {
        List<String> parts = new ArrayList<>();
        for (Column column : demand.key().columns()) {
            parts.add(definition(demand, column) + " NOT NULL");
        }
        List<Column> others = new ArrayList<>(demand.others());
        others.addAll(EventRow.columns(demand.metadata()));
        for (Column marker : demand.markers()) {
            if (others.stream().noneMatch(other -> other.name().equals(marker.name()))) {
                others.add(marker);
            }
        }
        for (Column column : others) {
            parts.add(definition(demand, column));
        }
        if (demand.key().size() > 0) {
            parts.add(demand.key().columns().stream()
                    .map(column -> TableName.quote(column.name()))
                    .collect(Collectors.joining(", ", "PRIMARY KEY (", ")")));
        }
        return "CREATE TABLE " + demand.table().sql() + " (" + String.join(", ", parts) + ")";
    }

    /** One statement, so that the table is locked and rewritten once. */
    static String alter(Fit fit, Demand demand) throws PlanException {
        List<String> actions = new ArrayList<>();
        for (Column column : fit.missing()) {
            actions.add("ADD COLUMN " + definition(demand, column));
        }
        fit.wider().forEach((column, type) -> actions.add("ALTER COLUMN " + TableName.quote(column) + " TYPE " + type));
        fit.nullable().stream()
                .sorted()
                .forEach(column -> actions.add("ALTER COLUMN " + TableName.quote(column) + " DROP NOT NULL"));
        return "ALTER TABLE " + fit.table().name().sql() + " " + String.join(", ", actions);
    }

    private static String definition(Demand demand, Column column) throws PlanException {
        String name = TableName.quote(column.name());
        if (demand.flag().filter(column.name()::equals).isPresent()) {
            return name + " boolean NOT NULL DEFAULT false";
        }
        boolean headers = demand.metadata().stream()
                .anyMatch(metadata -> metadata.column().equals(column.name())
                        && metadata.what() == io.millrace.jdbc.MetadataColumn.What.HEADERS);
        String type = headers ? "jsonb" : DdlTypes.sql(column.type());
        if (type == null) {
            throw new PlanException(
                    "no-column-type",
                    "there is no type for a new column '" + column.name() + "' of table '" + demand.table()
                            + "': its values are " + column.type().describe()
                            + ". Create the column by hand as json, jsonb or text");
        }
        return name + " " + type;
    }
}
