/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.ChangeSource;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.SourcePosition;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where captured events stand in the logs of their sources. */
class SourcePositionTest {
    private static final ChangeSource POSTGRES = new ChangeSource("postgresql", "pg", "src");
    private static final ChangeSource MARIADB = new ChangeSource("mariadb", "maria", "1");

    private final CapturedEvents events = new CapturedEvents();

    private @Nullable SourcePosition position(String name, boolean wanted) {
        TopicSettings topic = new TopicSettings(new Destination("table"), KeySource.RECORD_KEY, List.of(), true, true);
        EventDecoder decoder = new EventDecoder(new DecodeSettings("unavailable", false, wanted, any -> topic));
        SinkRecord record = events.sinkRecord(name);
        SourcePartition partition = new SourcePartition(new TopicPartition(record.topic(), record.kafkaPartition()), 1);
        return ((ChangeEvent) decoder.decode(record, partition)).origin().position();
    }

    @Test
    void postgresql_commitBeforeThenPlaceOfTheChange() {
        assertThat(position("pg-orders-c-insert-all-types", true))
                .isEqualTo(new SourcePosition(POSTGRES, 0, 33_722_264, 0));
        assertThat(position("pg-orders-t-truncate", true))
                .isEqualTo(new SourcePosition(POSTGRES, 33_726_792, 33_731_792, 0));
        assertThat(position("pg-pairs-pkchange-1-delete", true))
                .isEqualTo(position("pg-pairs-pkchange-3-create", true))
                .isEqualTo(new SourcePosition(POSTGRES, 33_725_840, 33_725_840, 0));
    }

    @Test
    void mariadb_fileThenPlaceThenRow() {
        assertThat(position("mariadb-orders-u", true)).isEqualTo(new SourcePosition(MARIADB, 1, 2_559, 0));
        assertThat(position("mariadb-orders-pkchange-3-create", true))
                .isEqualTo(new SourcePosition(MARIADB, 1, 3_288, 0));
    }

    @Test
    void flattenedEvents_tellNone() {
        assertThat(position("pg-flattened-c", true)).isNull();
    }

    @Test
    void notWanted_notRead() {
        assertThat(position("pg-orders-c-insert-all-types", false)).isNull();
    }
}
