/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.postgres.type.Binding.Wire;
import io.millrace.sink.ledger.OffsetSetCodec;
import io.millrace.sink.ledger.Progress;
import io.millrace.sink.record.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the ledger table as one array per column, to be bound to a statement. Confined to one thread at a time; reused.
 */
final class LedgerRows {
    private static final int NULL = -1;

    private final Wire[] types;
    private final List<ArrayParameter> columns = new ArrayList<>();
    private int column;

    LedgerRows(Wire... types) {
        this.types = types.clone();
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayParameter());
        }
    }

    /** Begins anew, for {@code count} rows. */
    LedgerRows begin(int count) {
        for (int i = 0; i < types.length; i++) {
            columns.get(i).begin(types[i], count);
        }
        column = 0;
        return this;
    }

    private ArrayParameter next() {
        ArrayParameter parameter = columns.get(column);
        column = (column + 1) % types.length;
        return parameter;
    }

    LedgerRows partition(SourcePartition source) {
        return text(source.topic()).integer(source.partition());
    }

    LedgerRows text(@Nullable String value) {
        return bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    LedgerRows integer(int value) {
        var out = next().bytes();
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
        return this;
    }

    LedgerRows number(long value) {
        var out = next().bytes();
        out.writeInt(Long.BYTES);
        out.writeLong(value);
        return this;
    }

    LedgerRows noNumber() {
        next().bytes().writeInt(NULL);
        return this;
    }

    LedgerRows bytes(byte @Nullable [] value) {
        var out = next().bytes();
        if (value == null) {
            out.writeInt(NULL);
        } else {
            out.writeInt(value.length);
            out.write(value);
        }
        return this;
    }

    /** Position, set of offsets above it, and mark: four columns. */
    LedgerRows progress(Progress progress) {
        number(progress.position());
        bytes(OffsetSetCodec.encode(progress.above(), progress.position()));
        Progress.Mark mark = progress.mark();
        return mark == null ? noNumber().text(null) : number(mark.offset()).text(mark.text());
    }

    /** Binds all columns. Returns the index of the parameter behind them. */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        for (int i = 0; i < types.length; i++) {
            statement.setObject(firstIndex + i, columns.get(i));
        }
        return firstIndex + types.length;
    }
}
