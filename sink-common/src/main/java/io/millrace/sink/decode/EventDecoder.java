/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.SafeText;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.Postponed;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Undecodable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes change events of records, as Connect's converters give them or straight from bytes: Debezium envelopes, flattened
 * change events, flat structs, schemaless maps and tombstones, told apart record by record. Confined to the task thread.
 */
public final class EventDecoder {
    private final DecodeSettings settings;
    private final UnavailableValue unavailable;
    private final @Nullable SourcePositions positions;
    private final AvroSchemas avro;
    private final Map<String, TopicDecoder> topics = new HashMap<>();
    private @Nullable String lastTopic;
    private @Nullable TopicDecoder last;

    public EventDecoder(DecodeSettings settings) {
        this.settings = settings;
        this.unavailable = new UnavailableValue(settings.unavailableValue());
        this.avro = new AvroSchemas(settings.schemas());
        this.positions = settings.sourcePositions() ? new SourcePositions() : null;
    }

    /**
     * What a record asks for. Never throws for the record's sake: what cannot be read is an {@link Undecodable}, and
     * what cannot be read now is {@link Postponed}.
     *
     * @param source the assignment of the record's original partition
     */
    public Decoded decode(SinkRecord record, SourcePartition source) {
        try {
            return topic(record.topic()).decode(record, source);
        } catch (DecodeException e) {
            return e.failure() instanceof Failure.TargetDown down
                    ? new Postponed(down)
                    : undecodable(record, e.failure());
        } catch (DataException | ClassCastException | IllegalArgumentException e) {
            // A struct that does not keep to its own schema.
            return undecodable(
                    record,
                    new Failure.Rejected(
                            FailureCode.of("decode", "malformed"),
                            "the record does not fit its schema: "
                                    + SafeText.withoutValues(String.valueOf(e.getMessage())),
                            e));
        }
    }

    /** What is wrong is in the value mostly; then destination and key can still be told. */
    private Undecodable undecodable(SinkRecord record, Failure failure) {
        try {
            TopicDecoder decoder = topic(record.topic());
            return new Undecodable(failure, decoder.destination(), decoder.key());
        } catch (DecodeException | DataException | ClassCastException | IllegalArgumentException e) {
            return new Undecodable(failure, null, null);
        }
    }

    private TopicDecoder topic(String name) throws DecodeException {
        // One String instance stands for a topic in most of a poll's records.
        TopicDecoder known = last;
        if (known != null && (name == lastTopic || name.equals(lastTopic))) {
            return known;
        }
        TopicDecoder decoder = topics.get(name);
        if (decoder == null) {
            decoder = new TopicDecoder(name, settingsOf(name), settings.needsKeys(), unavailable, positions, avro);
            topics.put(name, decoder);
        }
        last = decoder;
        lastTopic = name;
        return decoder;
    }

    private TopicSettings settingsOf(String topic) throws DecodeException {
        try {
            return settings.topics().apply(topic);
        } catch (ConfigException e) {
            throw DecodeException.systemic("no-destination", String.valueOf(e.getMessage()));
        }
    }
}
