/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.decode.SourceBlock.Name;
import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Reads where in its source's log a change stands. Confined to the task thread.
 *
 * <p>Only what never falls along the stream counts as a position, so a change is placed by its transaction's commit first:
 * changes of transactions that ran side by side come in the order of their commits, not of their own places in the log.
 */
final class SourcePositions {
    private @Nullable ChangeSource last;
    private long lastServer = SourceBlock.UNKNOWN;

    /** The position, or {@code null} if this kind of source does not tell one. */
    @Nullable
    SourcePosition read(SourceBlock block) {
        return switch (block.text(Name.CONNECTOR)) {
            case "postgresql" -> postgresql(block);
            case "mysql", "mariadb" -> binlog(block);
            case "oracle" -> position(named(block, block.text(Name.DB)), block.number(Name.COMMIT_SCN), 0, 0);
            default -> null;
        };
    }

    /**
     * {@code sequence} is the commit before this transaction's own and the place of the change, {@code ["24023119",
     * "24023128"]}, the first of which is missing until the source has seen a commit.
     */
    private @Nullable SourcePosition postgresql(SourceBlock block) {
        String sequence = block.text(Name.SEQUENCE);
        int comma = sequence.indexOf(',');
        if (comma < 2 || sequence.charAt(0) != '[') {
            return null;
        }
        long commit = sequence.startsWith("null", 1) ? 0 : SourceBlock.number(sequence, 2, comma - 1);
        long change = SourceBlock.number(sequence, comma + 2, sequence.length() - 2);
        return position(named(block, block.text(Name.DB)), commit, change, 0);
    }

    /** Files are numbered: {@code binlog.000042}. Another server's binlog is another log. */
    private @Nullable SourcePosition binlog(SourceBlock block) {
        String file = block.text(Name.FILE);
        int dot = file.lastIndexOf('.');
        long number = dot < 0 ? SourceBlock.UNKNOWN : SourceBlock.number(file, dot + 1, file.length());
        long server = block.number(Name.SERVER_ID);
        ChangeSource known = last;
        ChangeSource source = known != null && server == lastServer
                ? named(block, known.database())
                : named(block, Long.toString(server));
        lastServer = server;
        return position(source, number, block.number(Name.POS), Math.max(0, block.number(Name.ROW)));
    }

    private ChangeSource named(SourceBlock block, String database) {
        String connector = block.text(Name.CONNECTOR);
        String name = block.text(Name.NAME);
        ChangeSource known = last;
        if (known == null
                || !known.name().equals(name)
                || !known.database().equals(database)
                || !known.connector().equals(connector)) {
            known = new ChangeSource(connector, name, database);
            last = known;
        }
        return known;
    }

    private static @Nullable SourcePosition position(ChangeSource source, long major, long minor, long row) {
        return major == SourceBlock.UNKNOWN || minor == SourceBlock.UNKNOWN
                ? null
                : new SourcePosition(source, major, minor, row);
    }
}
