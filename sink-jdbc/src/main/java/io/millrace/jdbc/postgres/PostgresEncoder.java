/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.dlq.FailureCode;
import io.millrace.jdbc.VersionGuard;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.BadRecordException;
import io.millrace.sink.spi.RecordEncoder;
import io.millrace.sink.wire.WireBuffer;
import java.sql.SQLException;

/** Writes an event as a row of PostgreSQL's binary format, as its plan says. Confined to its lane. */
final class PostgresEncoder implements RecordEncoder {
    private final Planner planner;

    PostgresEncoder(Planner planner) {
        this.planner = planner;
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
        TablePlan plan = planner.plan(event);
        if (plan.update() == null
                && event instanceof Upsert upsert
                && upsert.row().isPartial()) {
            throw new BadRecordException(
                    FailureCode.of("jdbc", "partial-insert"),
                    "the source left columns out that have not changed, and with this 'insert.mode' there is no row to"
                            + " take them from; use 'upsert', or give the source table REPLICA IDENTITY FULL");
        }
        requireVersion(event);
        plan.encode(event, out);
    }

    private static void requireVersion(ChangeEvent event) throws PlanException {
        if (!(event.destination().version() instanceof VersionGuard guard)) {
            return;
        }
        String problem = guard.problem(event);
        if (problem != null && guard.by() == VersionGuard.By.FIELD) {
            throw new BadRecordException(FailureCode.of("jdbc", "no-version"), problem);
        }
        if (problem != null) {
            // None of the source's events will tell.
            throw new PlanException("no-version", event.origin() + ": " + problem);
        }
    }

    @Override
    public void invalidate() {
        planner.forget();
    }
}
