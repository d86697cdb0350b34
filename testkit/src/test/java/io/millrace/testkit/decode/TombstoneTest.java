/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Skipped;
import io.millrace.sink.record.SourcePartition;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** What a null value means depends on what came right before it from its own partition. */
class TombstoneTest {
    private static final String TOPIC = "shop.public.orders";
    private static final Schema ROW =
            SchemaBuilder.struct().name("row").field("id", Schema.INT64_SCHEMA).build();

    private final ChangeTopic topic = new ChangeTopic(TOPIC, ROW, List.of("id"));
    private final EventDecoder decoder = new EventDecoder(new DecodeSettings(
            "unavailable",
            true,
            name -> new TopicSettings(new Destination(name), KeySource.RECORD_KEY, List.of(), true, false)));
    private final SourcePartition first = new SourcePartition(new TopicPartition(TOPIC, 0), 1);
    private final SourcePartition second = new SourcePartition(new TopicPartition(TOPIC, 1), 1);

    private static Map<String, ?> key(long id) {
        return Map.of("id", id);
    }

    /**
     * It had been a delete of its own if another partition's delete came between. When it came again after a crash without
     * one, it was nothing: a letter that was promised for it was never written, and those behind it waited for ever.
     */
    @Test
    void tombstoneBehindItsDelete_isNothing_whateverOtherPartitionsBringBetween() {
        assertThat(decoder.decode(topic.delete(new At(0, 6, 1), key(1)), first)).isInstanceOf(Delete.class);
        assertThat(decoder.decode(topic.delete(new At(1, 0, 1), key(2)), second))
                .isInstanceOf(Delete.class);

        assertThat(decoder.decode(topic.tombstone(new At(0, 7, 1), key(1)), first))
                .isEqualTo(Skipped.TOMBSTONE_AFTER_DELETE);
        assertThat(decoder.decode(topic.tombstone(new At(1, 1, 1), key(2)), second))
                .isEqualTo(Skipped.TOMBSTONE_AFTER_DELETE);
    }

    @Test
    void tombstoneAlone_isADelete_alsoInANewAssignment() {
        decoder.decode(topic.delete(new At(0, 6, 1), key(1)), first);
        first.revoke();
        SourcePartition again = new SourcePartition(new TopicPartition(TOPIC, 0), 2);

        assertThat(decoder.decode(topic.tombstone(new At(0, 7, 1), key(1)), again))
                .isInstanceOf(Delete.class);
        assertThat(decoder.decode(topic.tombstone(new At(0, 8, 1), key(1)), again))
                .isInstanceOf(Delete.class);
    }
}
