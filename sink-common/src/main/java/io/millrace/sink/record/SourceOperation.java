/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.record;

/** What the source said it did. */
public enum SourceOperation {
    CREATE("c"),
    UPDATE("u"),
    /** Read from a snapshot. */
    SNAPSHOT("r"),
    DELETE("d"),
    TRUNCATE("t"),
    /** A flat record says nothing about how its row came to be. */
    UNKNOWN("");

    private final String code;

    SourceOperation(String code) {
        this.code = code;
    }

    /** Debezium's letter for it; empty for {@link #UNKNOWN}. */
    public String code() {
        return code;
    }
}
