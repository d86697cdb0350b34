/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.MetadataColumn;
import io.millrace.jdbc.MetadataColumn.What;
import io.millrace.jdbc.SoftDelete;
import io.millrace.sink.decode.HeaderValues;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeVersion;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.record.Kind;
import io.millrace.sink.record.Origin;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.SourcePosition;
import io.millrace.sink.record.WholeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** What can be said of an event besides its row, as a row: a view that is set to one event after another. Confined to its lane. */
final class EventRow extends WholeRow {
    private static final ColumnType INSTANT = instant();

    private final List<MetadataColumn> what;
    private @Nullable ChangeEvent event;

    EventRow(List<MetadataColumn> what) {
        super(new RowShape("metadata", columns(what)));
        this.what = List.copyOf(what);
    }

    /** The columns that events must have at their table. */
    static List<Column> columns(List<MetadataColumn> what) {
        List<Column> columns = new ArrayList<>();
        for (MetadataColumn column : what) {
            columns.add(new Column(column.column(), type(column.what()), isOptional(column.what())));
        }
        return columns;
    }

    private static ColumnType type(What what) {
        return switch (what) {
            case TOPIC, OP, HEADER -> ColumnType.of(Kind.STRING);
            case PARTITION -> ColumnType.of(Kind.INT32);
            case OFFSET, SOURCE_VERSION -> ColumnType.of(Kind.INT64);
            case TIMESTAMP, SOURCE_TS, DELETED_AT -> INSTANT;
            case HEADERS -> ColumnType.of(Kind.JSON);
        };
    }

    private static ColumnType instant() {
        return ColumnType.temporal(Kind.TIMESTAMP, TimeUnit.MILLISECONDS)
                .from("org.apache.kafka.connect.data.Timestamp", null);
    }

    private static boolean isOptional(What what) {
        return switch (what) {
            case TOPIC, PARTITION, OFFSET, HEADERS -> false;
            case OP, HEADER, TIMESTAMP, SOURCE_TS, SOURCE_VERSION, DELETED_AT -> true;
        };
    }

    /** The same view, of another event. */
    EventRow of(ChangeEvent newEvent) {
        event = newEvent;
        return this;
    }

    private ChangeEvent event() {
        return Objects.requireNonNull(event, "a view is set to an event before it is read");
    }

    @Override
    public boolean isNull(int column) {
        return switch (what.get(column).what()) {
            case TOPIC, PARTITION, OFFSET, HEADERS -> false;
            case TIMESTAMP, SOURCE_TS, DELETED_AT -> longAt(column) == Origin.NO_TIMESTAMP;
            case SOURCE_VERSION -> longAt(column) == ChangeVersion.UNKNOWN;
            case OP -> event().operation().code().isEmpty();
            case HEADER -> header(column) == null;
        };
    }

    private @Nullable String header(int column) {
        Header header = HeaderValues.of(event()).lastWithName(what.get(column).header());
        return header == null ? null : HeaderText.of(header.value());
    }

    @Override
    public long longAt(int column) {
        ChangeEvent of = event();
        return switch (what.get(column).what()) {
            case PARTITION -> of.origin().source().partition();
            case OFFSET -> of.origin().offset();
            case TIMESTAMP -> of.origin().timestamp();
            case SOURCE_TS -> of.sourceTimestamp();
            case SOURCE_VERSION -> {
                SourcePosition position = of.origin().position();
                yield position == null ? ChangeVersion.UNKNOWN : position.version();
            }
            case DELETED_AT -> SoftDelete.moment(of);
            case TOPIC, OP, HEADERS, HEADER -> super.longAt(column);
        };
    }

    @Override
    public String stringAt(int column) {
        ChangeEvent of = event();
        return switch (what.get(column).what()) {
            case TOPIC -> of.origin().source().topic();
            case OP -> of.operation().code();
            case HEADERS -> HeaderText.all(HeaderValues.of(of));
            case HEADER -> Objects.requireNonNull(header(column));
            case PARTITION, OFFSET, TIMESTAMP, SOURCE_TS, SOURCE_VERSION, DELETED_AT -> super.stringAt(column);
        };
    }

    @Override
    protected Object valueAt(int column) {
        return shape().column(column).type().kind().storage() == Kind.Storage.LONG ? longAt(column) : stringAt(column);
    }
}
