/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.dlq.FailureCode;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.WireBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes an event as its plan says. Confined to its lane. */
final class RowEncoder implements RecordEncoder {
    private final RowPlanner planner;
    private final InsertMode mode;

    RowEncoder(RowPlanner planner, InsertMode mode) {
        this.planner = planner;
        this.mode = mode;
    }

    @Override
    public void encode(ChangeEvent event, WireBuffer out) throws SQLException, PlanException {
        if (event instanceof Truncate) {
            return;
        }
        if (event instanceof Delete && event.key() == null) {
            throw new BadRecordException(
                    FailureCode.of("jdbc", "delete-without-key"),
                    "a delete needs a key to find its row, and there is none; set 'key.source', or leave deletes out with"
                            + " 'delete.mode' 'ignore'");
        }
        RowPlan plan = planner.plan(event);
        Row row = event instanceof Upsert upsert ? upsert.row() : null;
        if (row != null && row.isPartial() && !mode.needsKeys()) {
            throw new BadRecordException(
                    FailureCode.of("jdbc", "partial-insert"),
                    "the source left columns out that have not changed, and with this 'insert.mode' there is no row to"
                            + " take them from; use 'upsert', or give the source table REPLICA IDENTITY FULL");
        }
        plan.encode(keyRow(event.key()), row, event, out);
    }

    private static @Nullable Row keyRow(@Nullable RowKey key) {
        return key == null ? null : key.row();
    }

    @Override
    public void invalidate() {
        planner.forget();
    }
}
