/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sink.decode.DecodeFormat;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.pipeline.PipelineFailedException;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.registry.Lookup;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.records.ChangeTopic;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What becomes of the stream while the registry is down: it waits, in order, and no letter is written. */
class SchemaOutageTest {
    private static final TopicPartition PARTITION = new TopicPartition(Decoders.TOPIC, 0);
    private static final org.apache.avro.Schema SCHEMA = new org.apache.avro.Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"V\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
                    + "{\"name\":\"n\",\"type\":\"int\"}]}");

    private final ManualTime time = new ManualTime();
    private final SimulatedLetters letters = new SimulatedLetters();
    private final MemoryServer server = new MemoryServer(MemoryServer.Keeping.values()[0]);
    private Lookup answer = new Lookup.Waiting("down");

    private SimulatedTask task(Optional<Duration> budget) throws Exception {
        DecodeSettings decode = new DecodeSettings(
                        ChangeTopic.UNAVAILABLE, true, false, topic -> Decoders.SETTINGS.decoding(DecodeFormat.AUTO))
                .with(id -> answer);
        RetrySettings retries = new RetrySettings(
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                budget,
                false,
                FailureOverrides.NONE);
        SimulatedTask task = new SimulatedTask(
                new PipelineSettings("raw", decode, retries, 100, 1 << 20, 1 << 20, Duration.ofSeconds(1)),
                new MemoryTarget(server, 1, true),
                letters,
                time,
                new Random(1));
        task.open(PARTITION, 0);
        return task;
    }

    private static List<SinkRecord> log() throws Exception {
        List<SinkRecord> log = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // JSON before and between: it needs no registry, and has to keep its place.
            byte[] value = i % 3 == 0 ? ("{\"id\":" + i % 2 + ",\"n\":" + i + "}").getBytes(UTF_8) : avro(i % 2, i);
            log.add(new SinkRecord(
                    Decoders.TOPIC,
                    0,
                    Schema.OPTIONAL_BYTES_SCHEMA,
                    String.valueOf(i % 2).getBytes(UTF_8),
                    Schema.OPTIONAL_BYTES_SCHEMA,
                    value,
                    i));
        }
        return log;
    }

    private static byte[] avro(long id, int n) throws Exception {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 0, 0, 1});
        GenericData.Record value = new GenericData.Record(SCHEMA);
        value.put("id", id);
        value.put("n", n);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(SCHEMA).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private void settle(SimulatedTask task) {
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            task.pollNothing();
            letters.answerOne(random);
            while (task.runOne(random)) {
                task.pollNothing();
            }
        }
    }

    @Test
    void registryDown_everythingWaitsInOrder_andNothingDies() throws Exception {
        SimulatedTask task = task(Optional.empty());
        List<SinkRecord> log = log();
        task.poll(PARTITION, log, 10);
        settle(task);
        time.advance(Duration.ofHours(10));
        settle(task);
        assertThat(task.committable()).as("what came before is safe").containsEntry(PARTITION, 1L);
        assertThat(letters.all()).isEmpty();

        answer = new Lookup.Found(SCHEMA.toString());
        settle(task);
        assertThat(task.isClear()).isTrue();
        assertThat(task.committable()).containsEntry(PARTITION, 10L);
        assertThat(letters.all()).isEmpty();
        assertThat(server.table("there").values().stream()
                        .map(row -> row.toString())
                        .toList())
                .anySatisfy(row -> assertThat(row).contains("8"))
                .anySatisfy(row -> assertThat(row).contains("9"));
    }

    @Test
    void partitionLostMeanwhile_isForgotten() throws Exception {
        SimulatedTask task = task(Optional.of(Duration.ofMinutes(1)));
        task.poll(PARTITION, log(), 10);
        settle(task);
        task.close(PARTITION);
        time.advance(Duration.ofMinutes(5));
        settle(task);
        task.open(PARTITION, 0);
        task.poll(PARTITION, log(), 10);
        settle(task);
        answer = new Lookup.Found(SCHEMA.toString());
        settle(task);
        assertThat(task.committable()).containsEntry(PARTITION, 10L);
    }

    @Test
    void registryDownForTooLong_failsTheTask() throws Exception {
        SimulatedTask task = task(Optional.of(Duration.ofMinutes(1)));
        task.poll(PARTITION, log(), 10);
        time.advance(Duration.ofMinutes(2));
        assertThatThrownBy(task::pollNothing)
                .isInstanceOf(PipelineFailedException.class)
                .hasMessageContaining("target.down.max.duration.ms");
    }

    @Test
    void unknownSchema_isALetter() throws Exception {
        SimulatedTask task = task(Optional.empty());
        answer = new Lookup.Unknown("no schema 1");
        task.poll(PARTITION, log(), 10);
        settle(task);
        assertThat(letters.all()).isNotEmpty();
    }
}
