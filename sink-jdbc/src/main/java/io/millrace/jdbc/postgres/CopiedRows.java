/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.Group;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import io.millrace.sink.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of {@code COPY}: an entry's bytes as they are behind the number of its fields. Confined to its
 * lane; the buffer is reused.
 */
final class CopiedRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int CHUNK = 64 * 1024;

    /** Most bytes of a row besides its entry: the number of fields, a mask for each 62 columns, and its own number. */
    private static final int MOST_AROUND_ENTRY = 512;

    private final WireBuffer chunk = new WireBuffer(CHUNK);

    /**
     * Copies a part of a group. If that fails the connection is not in the middle of it any more.
     *
     * @param from first position within the group's entries
     * @param to one past the last
     */
    void copy(Connection connection, CopyTarget target, Batch batch, Group<TablePlan> group, int from, int to)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(target.sql());
        try {
            chunk.clear();
            chunk.write(SIGNATURE);
            // No flags, no further header.
            chunk.writeInt(0);
            chunk.writeInt(0);
            for (int i = from; i < to; i++) {
                writeRow(copy, target, batch, group, group.entries()[i], i - from + 1);
            }
            chunk.writeShort(-1);
            flush(copy);
            copy.endCopy();
        } catch (SQLException | RuntimeException e) {
            cancel(copy, e);
            throw e;
        }
    }

    private void writeRow(CopyIn copy, CopyTarget target, Batch batch, Group<TablePlan> group, int entry, int ordinal)
            throws SQLException {
        int length = batch.length(entry);
        if (chunk.size() + length > CHUNK - MOST_AROUND_ENTRY) {
            flush(copy);
        }
        chunk.writeShort(target.columns());
        if (length > CHUNK - MOST_AROUND_ENTRY) {
            flush(copy);
            copy.writeToCopy(batch.bytes().array(), batch.start(entry), length);
        } else {
            chunk.write(batch.bytes().array(), batch.start(entry), length);
        }
        for (int word = 0; word < target.masks(); word++) {
            Upsert upsert = (Upsert) batch.event(entry);
            chunk.writeInt(Long.BYTES);
            chunk.writeLong(group.plan().absent(upsert.row(), word));
        }
        if (target.numbered()) {
            chunk.writeInt(Long.BYTES);
            chunk.writeLong(ordinal);
        }
    }

    private void flush(CopyIn copy) throws SQLException {
        copy.writeToCopy(chunk.array(), 0, chunk.size());
        chunk.clear();
    }

    private static void cancel(CopyIn copy, Exception error) {
        if (copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException e) {
                error.addSuppressed(e);
            }
        }
    }
}
