/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

/** Whose code is measured. */
public enum Product {
    /** Our sink behind Connect's converters. */
    MILLRACE("Millrace"),
    /** Our sink, which gets bytes from Kafka and decodes them itself. */
    MILLRACE_RAW("Millrace, raw mode"),
    /** Debezium's JDBC sink. */
    DEBEZIUM("Debezium's sink"),
    /** A program that does nothing but to write prepared rows to the same server: the limit of any sink. */
    PLAIN("limit of the server");

    private final String label;

    Product(String label) {
        this.label = label;
    }

    /**
     * For people.
     *
     * @return some words
     */
    public String label() {
        return label;
    }

    /**
     * What it is in a comparison.
     *
     * @return {@code ours}, {@code peer} or {@code limit}
     */
    public String kind() {
        return switch (this) {
            case MILLRACE, MILLRACE_RAW -> "ours";
            case DEBEZIUM -> "peer";
            case PLAIN -> "limit";
        };
    }
}
