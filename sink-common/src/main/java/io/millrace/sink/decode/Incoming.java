/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.SourcePartition;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The record that is being decoded, with key and value as Connect's data model has them, whoever made them so: the worker's
 * converters or we. One instance serves one record after the other; confined to the task thread.
 */
final class Incoming {
    private static final byte[] NOTHING = {};

    private final boolean raw;
    private @Nullable SinkRecord record;
    private @Nullable SourcePartition source;
    private @Nullable Schema keySchema;
    private @Nullable Object key;
    private @Nullable Object value;
    private byte[] bytes = NOTHING;
    private int start;
    private int end;

    /** @param raw whether what is still bytes is decoded here */
    Incoming(boolean raw) {
        this.raw = raw;
    }

    /** Goes on to a record as the worker handed it over. */
    void next(SinkRecord consumed, SourcePartition assignment) {
        record = consumed;
        source = assignment;
        keySchema = consumed.keySchema();
        key = consumed.key();
        value = consumed.value();
        bytes = NOTHING;
        start = 0;
        end = 0;
    }

    /** The key as it was decoded here. */
    void key(@Nullable Schema schema, @Nullable Object decoded) {
        keySchema = schema;
        key = decoded;
    }

    /** The value as it was decoded here. */
    void value(@Nullable Object decoded) {
        value = decoded;
    }

    /** Where in the value's bytes the row or envelope stands that has yet to be decoded. */
    void payload(byte[] document, int from, int to) {
        bytes = document;
        start = from;
        end = to;
    }

    /** The very instance that the task received. */
    SinkRecord record() {
        return Objects.requireNonNull(record, "there is a record while one is decoded");
    }

    SourcePartition source() {
        return Objects.requireNonNull(source, "there is an assignment while a record is decoded");
    }

    String topic() {
        return record().topic();
    }

    long offset() {
        return record().originalKafkaOffset();
    }

    @Nullable
    Schema keySchema() {
        return keySchema;
    }

    @Nullable
    Object key() {
        return key;
    }

    @Nullable
    Object value() {
        return value;
    }

    /** The last header of a name, or {@code null}. */
    @Nullable
    Header header(String name) {
        Header header = record().headers().lastWithName(name);
        return header == null || !raw ? header : HeaderValues.decoded(topic(), header);
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
