/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

/** Where the columns that identify a row come from: the values of {@code key.source}. */
public enum KeySource {
    /** The record's key: all of its fields, or those that {@code key.fields} lists; a primitive key is one column. */
    RECORD_KEY,
    /** The fields of the value that {@code key.fields} lists. */
    RECORD_VALUE,
    /** The headers that {@code key.fields} lists. */
    RECORD_HEADER,
    /** Topic, partition and offset of the record: for tables without a key of their own. */
    KAFKA,
    /** There is none: every event is a new row. */
    NONE
}
