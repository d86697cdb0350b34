/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.SoftDelete;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.WholeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What an event says of its row in the columns that mark deleted rows: a view that is set to one event after the other.
 * Confined to its lane.
 */
final class Marks extends WholeRow {
    private static final ColumnType MOMENT = ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)
            .from("org.apache.kafka.connect.data.Timestamp", null);

    private final int time;
    private boolean deleted;
    private long moment = Origin.NO_TIMESTAMP;

    /** @param soft how deleted rows are marked; without any columns if deletes end rows */
    Marks(Optional<SoftDelete> soft) {
        super(new RowShape("marks", columns(soft)));
        this.time = soft.flatMap(SoftDelete::time).isPresent() ? shape().size() - 1 : -1;
    }

    private static List<Column> columns(Optional<SoftDelete> soft) {
        List<Column> columns = new ArrayList<>();
        soft.flatMap(SoftDelete::flag)
                .ifPresent(name -> columns.add(new Column(name, ColumnType.of(Kind.BOOLEAN), false)));
        soft.flatMap(SoftDelete::time).ifPresent(name -> columns.add(new Column(name, MOMENT, true)));
        return columns;
    }

    /** The same view, of another event from now on. */
    void set(ChangeEvent event) {
        deleted = event instanceof Delete;
        moment = SoftDelete.moment(event);
    }

    boolean isEmpty() {
        return shape().size() == 0;
    }

    /** @throws PlanException if events have a field of the same name */
    void requireDistinct(TableName table, List<Column> key, List<Column> others) throws PlanException {
        for (Column mark : shape().columns()) {
            for (List<Column> fields : List.of(key, others)) {
                if (fields.stream().anyMatch(field -> field.name().equals(mark.name()))) {
                    throw new PlanException(
                            "column-twice",
                            "'delete.flag.column' or 'delete.time.column' names column '" + mark.name() + "' of table '"
                                    + table
                                    + "', but events have a field of that name; choose another name, or leave the"
                                    + " field out with 'fields.exclude'");
                }
            }
        }
    }

    /** SQL that marks every row of a table, whose source has just been emptied. */
    String allDeleted(TargetTable table, String sqlName, Dialect dialect) throws PlanException {
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < shape().size(); i++) {
            TargetColumn column = table.column(shape().column(i).name());
            if (column == null) {
                throw new PlanException(
                        "unknown-column",
                        "table '" + table.name() + "' has no column '"
                                + shape().column(i).name() + "' to mark deleted rows; add it");
            }
            String value =
                    i == time ? "CURRENT_TIMESTAMP(6)" : yes(column.type().family());
            assignments.add(dialect.quote(column.name()) + " = " + value);
        }
        return "UPDATE " + sqlName + " SET " + String.join(", ", assignments);
    }

    private static String yes(Family family) {
        return switch (family) {
            case BOOLEAN -> "TRUE";
            case CHARACTERS -> "'true'";
            default -> "1";
        };
    }

    @Override
    public boolean isNull(int column) {
        return column == time && (!deleted || moment == Origin.NO_TIMESTAMP);
    }

    @Override
    public boolean booleanAt(int column) {
        return deleted;
    }

    @Override
    public long longAt(int column) {
        return moment;
    }

    @Override
    protected Object valueAt(int column) {
        return column == time ? (Object) moment : (Object) deleted;
    }
}
