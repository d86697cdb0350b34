/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/**
 * Where a change stands in the log of its source. In the order in which the source sends them, positions never fall;
 * several changes may share one. Immutable.
 *
 * @param source the log
 * @param major what counts first: the commit before the change's own, a binlog file's number
 * @param minor what counts next: the change's own place in the log
 * @param row what counts last: the row within a log entry of several
 */
public record SourcePosition(ChangeSource source, long major, long minor, long row) {
    /** Bits for the place within a binlog file: a terabyte. */
    private static final int PLACE_BITS = 40;

    /**
     * A single number for the changes of one row: a later one is not lower. Rows are locked until their change is committed,
     * so for one row the place in the log is enough; or {@link ChangeVersion#UNKNOWN} if the position does not fit.
     */
    public long version() {
        return switch (source.connector()) {
            case "postgresql" -> minor;
            case "mysql", "mariadb" ->
                major >>> Long.SIZE - PLACE_BITS == 0 && minor >>> PLACE_BITS == 0
                        ? major << PLACE_BITS | minor
                        : ChangeVersion.UNKNOWN;
            default -> major;
        };
    }

    /** Compares two positions of one source. */
    public int compareWithin(long otherMajor, long otherMinor, long otherRow) {
        if (major != otherMajor) {
            return Long.compareUnsigned(major, otherMajor);
        }
        return minor != otherMinor ? Long.compareUnsigned(minor, otherMinor) : Long.compareUnsigned(row, otherRow);
    }
}
