/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

/** A form in which a record may come. */
public enum RecordShape {
    /** Debezium's envelope, ten columns. */
    ENVELOPE_10(10),
    /** Debezium's envelope, fifty columns. */
    ENVELOPE_50(50),
    /** Debezium's envelope, ten columns, one of which was not sent because it had not changed. */
    ENVELOPE_10_TOAST(10),
    /** Debezium's envelope of a delete of a row with ten columns. */
    DELETE_10(10),
    /** Flattened by {@code ExtractNewRecordState}, ten columns. */
    FLATTENED_10(10),
    /** Debezium's envelope as JSON without schemas gives it, ten columns. */
    MAP_10(10);

    private final int columns;

    RecordShape(int columns) {
        this.columns = columns;
    }

    /** How many columns a row has. */
    public int columns() {
        return columns;
    }

    /** The shape of whole rows of the same table. */
    public RecordShape wholeRow() {
        return columns == ENVELOPE_50.columns ? ENVELOPE_50 : ENVELOPE_10;
    }
}
