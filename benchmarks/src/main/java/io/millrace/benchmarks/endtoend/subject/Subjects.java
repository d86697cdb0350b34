/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import java.util.Map;

/** Everybody who is measured. Stateless. */
public final class Subjects {
    /** A converter that takes headers for text and looks no further. */
    public static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";

    /** A converter that does nothing. */
    public static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** Our sink as it comes, behind converters. */
    public static final Subject MILLRACE = new Subject("millrace", Product.MILLRACE, Map.of());

    /** Our sink as it comes, in raw mode. */
    public static final Subject MILLRACE_RAW = new Subject("millrace-raw", Product.MILLRACE_RAW, Map.of());

    /** Debezium's sink as it comes. */
    public static final Subject DEBEZIUM = new Subject("debezium", Product.DEBEZIUM, Map.of());

    /** Larger polls gain nothing: {@code growth/polls}. */
    private static final Map<String, String> HEADERS_LEFT_ALONE = Map.of("header.converter", BYTES);

    /** Our sink at its best, behind converters. */
    public static final Subject MILLRACE_BEST = new Subject("millrace-best", Product.MILLRACE, HEADERS_LEFT_ALONE);

    /** Our sink at its best, in raw mode. */
    public static final Subject MILLRACE_RAW_BEST =
            new Subject("millrace-raw-best", Product.MILLRACE_RAW, HEADERS_LEFT_ALONE);

    /** Debezium's sink at its best. */
    public static final Subject DEBEZIUM_BEST = new Subject(
            "debezium-best",
            Product.DEBEZIUM,
            Map.of(
                    "consumer.override.max.poll.records",
                    "5000",
                    "header.converter",
                    BYTES,
                    "batch.size",
                    "5000",
                    "dialect.postgres.unnest.insert.enabled",
                    "true"));

    private Subjects() {}

    /**
     * A plain program.
     *
     * @param batch rows at once
     * @param connections how many write at the same time
     * @return it
     */
    public static Subject plain(int batch, int connections) {
        return new Subject(
                "plain-" + batch + "x" + connections,
                Product.PLAIN,
                Map.of(Subject.BATCH, Integer.toString(batch), Subject.CONNECTIONS, Integer.toString(connections)));
    }
}
