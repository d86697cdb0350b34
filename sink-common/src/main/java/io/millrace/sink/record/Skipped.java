/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** A record that asks for nothing to be written, and why. Counted, one metric per reason. */
public enum Skipped implements Decoded {
    /** The tombstone that Debezium sends after a delete, which has been applied already. */
    TOMBSTONE_AFTER_DELETE,
    /** A delete, and {@code delete.mode} is {@code ignore}. */
    DELETE_DISABLED,
    /** A truncate, and {@code truncate.enabled} is off. */
    TRUNCATE_DISABLED,
    /** A logical decoding message ({@code op} is {@code m}). */
    LOGICAL_MESSAGE,
    /** A source's sign of life. */
    HEARTBEAT,
    /** Begin or end of a source transaction. */
    TRANSACTION_MARKER,
    /** A source's DDL. */
    SCHEMA_CHANGE,
    /** A tombstone without a key: there is nothing to delete. */
    TOMBSTONE_WITHOUT_KEY
}
