/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres.type;

import io.millrace.dlq.FailureCode;
import io.millrace.jdbc.batch.TableName;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.spi.BadRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A field of events and the column it is meant for: what messages speak of. Immutable.
 *
 * @param source field of the events
 * @param table name of the table
 * @param target column of the table
 */
public record Field(Column source, TableName table, PgColumn target) {
    ColumnType type() {
        return source.type();
    }

    /** This value cannot be written. {@code problem} says why without quoting it. */
    BadRecordException bad(String code, String problem, @Nullable Throwable cause) {
        return new BadRecordException(FailureCode.of("jdbc", code), describe() + ": " + problem, cause);
    }

    BadRecordException bad(String code, String problem) {
        return bad(code, problem, null);
    }

    /** For messages. */
    public String describe() {
        return "field '" + source.name() + "' (" + source.type().describe() + ") does not fit column '" + target.name()
                + "' (" + target.type().declared() + ") of table '" + table + "'";
    }
}
