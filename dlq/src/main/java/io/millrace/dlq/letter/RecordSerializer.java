/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets at the bytes of a record that a sink task received. Confined to one thread.
 *
 * <p>The public Connect API shows a task only the converted record. The worker's own record class, however, still holds
 * the consumed one; where it can be reached the letter is byte for byte the original. Reaching it is an optimisation
 * and not a requirement: on a worker that hides it, key and value are written again as JSON with schema and the letter
 * says so.
 */
public final class RecordSerializer {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSerializer.class);

    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final SimpleHeaderConverter headers = new SimpleHeaderConverter();

    public RecordSerializer() {
        // A value that is NULL must not become its field's default.
        Map<String, String> config = Map.of("schemas.enable", "true", "replace.null.with.default", "false");
        keys.configure(config, true);
        values.configure(config, false);
    }

    /** The bytes of {@code record}, as exact as can be had; a {@link PayloadFidelity#REFERENCE} if there are none. */
    public RecordBytes bytes(SinkRecord record) {
        ConsumerRecord<?, ?> consumed = consumedRecord(record);
        if (consumed != null && isBytes(consumed.key()) && isBytes(consumed.value())) {
            return new RecordBytes(
                    (byte[]) consumed.key(),
                    (byte[]) consumed.value(),
                    withoutEarlierLetter(consumed.headers()),
                    PayloadFidelity.ORIGINAL);
        }
        return isUnconverted(record) ? unconverted(record) : reserialized(record);
    }

    /** Whether the worker's converters have left key and value as they were: what is handed over is the original then. */
    private static boolean isUnconverted(SinkRecord record) {
        return isUnconverted(record.keySchema(), record.key()) && isUnconverted(record.valueSchema(), record.value());
    }

    /** The converter for bytes gives out this very instance; others make a schema of their own. */
    private static boolean isUnconverted(@Nullable Schema schema, @Nullable Object value) {
        return schema == Schema.OPTIONAL_BYTES_SCHEMA && isBytes(value);
    }

    private RecordBytes unconverted(SinkRecord record) {
        List<Header> own = new ArrayList<>();
        for (org.apache.kafka.connect.header.Header header : record.headers()) {
            own.add(new RecordHeader(
                    header.key(),
                    isUnconverted(header.schema(), header.value())
                            ? (byte[]) header.value()
                            : headers.fromConnectHeader(
                                    record.topic(), header.key(), header.schema(), header.value())));
        }
        return new RecordBytes(
                (byte[]) record.key(), (byte[]) record.value(), withoutEarlierLetter(own), PayloadFidelity.ORIGINAL);
    }

    private RecordBytes reserialized(SinkRecord record) {
        try {
            byte[] key = bytes(keys, record.topic(), record.keySchema(), record.key());
            byte[] value = bytes(values, record.topic(), record.valueSchema(), record.value());
            List<Header> own = new ArrayList<>();
            for (org.apache.kafka.connect.header.Header header : record.headers()) {
                byte[] bytes = headers.fromConnectHeader(record.topic(), header.key(), header.schema(), header.value());
                own.add(new RecordHeader(header.key(), bytes));
            }
            return new RecordBytes(key, value, withoutEarlierLetter(own), PayloadFidelity.RESERIALIZED);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Cannot write {}-{}@{} as JSON for its letter; the letter will only refer to it",
                    record.originalTopic(),
                    record.originalKafkaPartition(),
                    record.originalKafkaOffset(),
                    e);
            return new RecordBytes(null, null, List.of(), PayloadFidelity.REFERENCE);
        }
    }

    private static byte @Nullable [] bytes(
            JsonConverter converter, String topic, @Nullable Schema schema, @Nullable Object value) {
        return value == null ? null : converter.fromConnectData(topic, schema, value);
    }

    /** The worker's {@code InternalSinkRecord.context().original()}, or {@code null} where that does not exist. */
    private static @Nullable ConsumerRecord<?, ?> consumedRecord(SinkRecord record) {
        if (record.getClass() == SinkRecord.class) {
            return null;
        }
        try {
            Object context = call(record, "context");
            Object original = context == null ? null : call(context, "original");
            return original instanceof ConsumerRecord<?, ?> consumed ? consumed : null;
        } catch (ReflectiveOperationException e) {
            LOG.debug("{} does not give the consumed record away", record.getClass(), e);
            return null;
        }
    }

    private static @Nullable Object call(Object target, String method) throws ReflectiveOperationException {
        Method accessor = target.getClass().getMethod(method);
        return accessor.invoke(target);
    }

    private static boolean isBytes(@Nullable Object value) {
        return value == null || value instanceof byte[];
    }

    private static List<Header> withoutEarlierLetter(Iterable<Header> headers) {
        List<Header> own = new ArrayList<>();
        for (Header header : headers) {
            if (!LetterHeaders.isOurs(header.key())) {
                own.add(header);
            }
        }
        return own;
    }
}
