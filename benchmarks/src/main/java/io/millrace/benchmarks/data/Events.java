/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.data;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.SourcePartition;
import io.millrace.testkit.records.ChangeTopic;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Decodes the benchmarks' records with the settings that connectors have by default. Stateless. */
public final class Events {
    /** Where all records come from. */
    public static final TopicPartition PARTITION = new TopicPartition(OrderRecords.TOPIC, 0);

    /** Where all records go. */
    public static final Destination DESTINATION = new Destination("orders");

    static final TopicSettings TOPIC = new TopicSettings(DESTINATION, KeySource.RECORD_KEY, List.of(), true, false);

    private Events() {}

    /** Decode settings as connectors have them by default. */
    public static DecodeSettings settings() {
        return new DecodeSettings(ChangeTopic.UNAVAILABLE, true, topic -> TOPIC);
    }

    /** Events of one shape with rising offsets. */
    public static ChangeEvent[] make(RecordShape shape, int count, int keys) {
        return decode(new EventDecoder(settings()), new OrderRecords(shape).make(count, keys));
    }

    /** Events of records, whose schemas the decoder may know already. */
    public static ChangeEvent[] decode(EventDecoder decoder, SinkRecord[] records) {
        SourcePartition source = new SourcePartition(PARTITION, 1);
        ChangeEvent[] events = new ChangeEvent[records.length];
        for (int i = 0; i < records.length; i++) {
            if (!(decoder.decode(records[i], source) instanceof ChangeEvent event)) {
                throw new IllegalStateException("Record " + i + " is no change");
            }
            events[i] = event;
        }
        return events;
    }
}
