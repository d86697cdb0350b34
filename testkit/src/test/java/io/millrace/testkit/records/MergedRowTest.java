/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.EventDecoder;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.MergedRow;
import io.millrace.sink.record.Row;
import io.millrace.sink.record.SourcePartition;
import io.millrace.sink.record.Upsert;
import io.millrace.testkit.records.ChangeTopic.At;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergedRowTest {
    private static final int COLUMNS = 6;
    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());

    private final ChangeTopic topic = new ChangeTopic("shop.public.notes", schema(), List.of("c0"));
    private final EventDecoder decoder = new EventDecoder(new DecodeSettings(
            ChangeTopic.UNAVAILABLE,
            true,
            name -> new TopicSettings(new Destination("notes"), KeySource.RECORD_KEY, List.of(), true, false)));
    private final SourcePartition source = new SourcePartition(new TopicPartition(topic.topic(), 0), 1);
    private final Random random = new Random(SEED);

    private static Schema schema() {
        SchemaBuilder row = SchemaBuilder.struct().name("notes").field("c0", Schema.STRING_SCHEMA);
        for (int i = 1; i < COLUMNS; i++) {
            row.field("c" + i, Schema.OPTIONAL_STRING_SCHEMA);
        }
        return row.build();
    }

    private Row row(long offset, @Nullable String... values) {
        Map<String, @Nullable String> row = new HashMap<>();
        for (int i = 0; i < COLUMNS; i++) {
            row.put("c" + i, values[i]);
        }
        return ((Upsert) decoder.decode(topic.upsert(new At(0, offset, 1), "u", row), source)).row();
    }

    @Test
    void manyPartsOfOneRow_mergeToWhatEachColumnSaidLast() {
        for (int round = 0; round < 500; round++) {
            String[] expected = new String[COLUMNS];
            Row merged = null;
            int parts = 2 + random.nextInt(20);
            for (int part = 0; part < parts; part++) {
                String[] values = new String[COLUMNS];
                for (int i = 0; i < COLUMNS; i++) {
                    boolean absent = i > 0 && random.nextInt(100) < 60;
                    values[i] = absent ? ChangeTopic.UNAVAILABLE : random.nextInt(5) == 0 && i > 0 ? null : "v" + part;
                    expected[i] = absent && part > 0 ? expected[i] : values[i];
                }
                Row newer = row(part, values);
                merged = merged == null ? newer : new MergedRow(newer, merged);
            }
            assertSays(merged, expected);
        }
    }

    private static void assertSays(Row row, String[] expected) {
        boolean partial = false;
        for (int i = 0; i < COLUMNS; i++) {
            boolean absent = ChangeTopic.UNAVAILABLE.equals(expected[i]);
            partial |= absent;
            assertThat(row.isAbsent(i)).as("seed %d, column %d", SEED, i).isEqualTo(absent);
            if (!absent) {
                assertThat(row.objectAt(i)).as("seed %d, column %d", SEED, i).isEqualTo(expected[i]);
            }
        }
        assertThat(row.isPartial()).as("seed %d", SEED).isEqualTo(partial);
    }

    /** Once each update of a hot row was piled on the one before it: quadratic, and deeper than a stack. */
    @Test
    void hotRow_ofManyUpdatesThatLeaveAColumnOut_mergesInALittleStack() throws Exception {
        FutureTask<String> work = new FutureTask<>(() -> {
            Row merged = row(0, "id", "v0", "v0", "v0", "v0", ChangeTopic.UNAVAILABLE);
            for (int i = 1; i < 100_000; i++) {
                String text = i % 2 == 0 ? ChangeTopic.UNAVAILABLE : "v" + i;
                merged = new MergedRow(row(i, "id", text, "v", "v", "v", ChangeTopic.UNAVAILABLE), merged);
            }
            assertThat(merged.isAbsent(COLUMNS - 1)).isTrue();
            return merged.stringAt(1);
        });
        new Thread(null, work, "little-stack", 512 * 1024).start();

        assertThat(work.get(60, TimeUnit.SECONDS)).isEqualTo("v99999");
    }
}
