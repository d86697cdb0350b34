/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.event;

import org.apache.kafka.connect.data.Struct;

/** Makes the bytes of a topic's records. Confined to one thread. */
public final class EventBytes {
    private final Workload workload;
    private final boolean envelope;
    private final EventSchemas schemas;
    private final StructBytes keys;
    private final StructBytes values;

    private EventBytes(
            Workload workload, boolean envelope, EventSchemas schemas, StructBytes keys, StructBytes values) {
        this.workload = workload;
        this.envelope = envelope;
        this.schemas = schemas;
        this.keys = keys;
        this.values = values;
    }

    /** Writes one kind of struct. */
    interface StructBytes {
        byte[] of(Struct struct);
    }

    /** Knows schemas by number. */
    @FunctionalInterface
    public interface SchemaRegistry {
        /**
         * Keeps a schema.
         *
         * @param avroSchema as JSON
         * @return its number
         */
        int register(String avroSchema);
    }

    /**
     * The records of a topic.
     *
     * @param topic its name
     * @param workload the events
     * @param form what they look like
     * @param registry where Avro schemas go
     * @return what makes them
     */
    public static EventBytes of(String topic, Workload workload, Form form, SchemaRegistry registry) {
        EventSchemas schemas = EventSchemas.of(topic, workload.shape());
        var value = form.envelope() ? schemas.envelope() : schemas.row();
        StructBytes keys = form.avro() ? AvroBytes.of(schemas.key(), registry) : JsonBytes.of(topic, schemas.key());
        StructBytes values = form.avro() ? AvroBytes.of(value, registry) : JsonBytes.of(topic, value);
        return new EventBytes(workload, form.envelope(), schemas, keys, values);
    }

    /**
     * The key of an event.
     *
     * @param event its number, from 0
     * @return the record's key
     */
    public byte[] key(int event) {
        return keys.of(schemas.key(workload.id(event)));
    }

    /**
     * An event.
     *
     * @param event its number, from 0
     * @return the record's value
     */
    public byte[] value(int event) {
        long id = workload.id(event);
        return values.of(envelope ? schemas.envelope(id, event, !workload.repeatsKeys()) : schemas.row(id, event));
    }
}
