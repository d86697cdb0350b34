/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

/**
 * A column that says where a row comes from. Immutable.
 *
 * @param what what it says
 * @param header name of the header, if it says that of one; empty otherwise
 * @param column name of the column
 */
public record MetadataColumn(What what, String header, String column) {
    /** What can be said of an event. */
    public enum What {
        /** Name of the topic, as it was before transformations. */
        TOPIC,
        PARTITION,
        OFFSET,
        /** Time of the record. */
        TIMESTAMP,
        /** When the source committed the change. */
        SOURCE_TS,
        /** What the source did: c, u, r or d. */
        OP,
        /** All headers, as a JSON object. */
        HEADERS,
        /** One header. */
        HEADER,
        /** Place in the log of the source, as a number. */
        SOURCE_VERSION,
        /** When the row was deleted at the source: time of the source, or else of the record. */
        DELETED_AT
    }
}
