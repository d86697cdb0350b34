/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

/** The form in which events stand on a topic. */
public enum Form {
    /** Debezium's envelope as JSON, the schema in every record: what Debezium and Connect do by default. */
    DEBEZIUM_JSON("Debezium JSON with schemas", true, false),
    /** Debezium's envelope as Avro, the schema in a registry. */
    DEBEZIUM_AVRO("Debezium Avro", true, true),
    /** The row alone as JSON, the schema in every record. */
    FLAT_JSON("flat JSON with schemas", false, false),
    /** The row alone as Avro, the schema in a registry. */
    FLAT_AVRO("flat Avro", false, true);

    private final String label;
    private final boolean envelope;
    private final boolean avro;

    Form(String label, boolean envelope, boolean avro) {
        this.label = label;
        this.envelope = envelope;
        this.avro = avro;
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
     * Whether the row is in Debezium's envelope.
     *
     * @return false if it stands alone
     */
    public boolean envelope() {
        return envelope;
    }

    /**
     * Whether events are Avro.
     *
     * @return false if they are JSON
     */
    public boolean avro() {
        return avro;
    }

    /**
     * In lower case with hyphens.
     *
     * @return fit for results and names
     */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
