/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.record.Destination;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedLetters;
import io.millrace.testkit.simulation.SimulatedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A task that writes one partition of numbers to a real database, turn by turn on the test's thread. The record at an
 * offset holds that number as its key and its value.
 */
final class NumbersTask {
    static final TopicPartition PARTITION = new TopicPartition("numbers", 0);

    private static final Schema ROW = SchemaBuilder.struct()
            .name("Number")
            .field("n", Schema.INT64_SCHEMA)
            .build();

    private final ManualTime time;
    private final SimulatedLetters letters;
    private final Random random = new Random(0);
    private final SimulatedTask task;

    NumbersTask(Map<String, String> config, ManualTime time, SimulatedLetters letters) {
        this.time = time;
        this.letters = letters;
        JdbcPlugin plugin = new JdbcPlugin();
        Destination table = new Destination("numbers");
        TopicSettings topic = new TopicSettings(table, KeySource.RECORD_KEY, List.of(), true, false);
        this.task = new SimulatedTask(
                new PipelineSettings(
                        "numbers",
                        new DecodeSettings("unavailable", false, name -> topic),
                        new RetrySettings(
                                Duration.ofMillis(50),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30),
                                Duration.ofDays(1),
                                Optional.empty(),
                                false,
                                FailureOverrides.NONE),
                        5_000,
                        1 << 20,
                        64 << 20,
                        Duration.ZERO),
                plugin.target(new SinkConfig(plugin).parse(config), "numbers-0"),
                letters,
                time,
                random);
    }

    static List<SinkRecord> log(int count) {
        List<SinkRecord> log = new ArrayList<>();
        for (long n = 0; n < count; n++) {
            Struct row = new Struct(ROW).put("n", n);
            log.add(new SinkRecord("numbers", 0, ROW, row, ROW, row, n, 0L, TimestampType.CREATE_TIME));
        }
        return log;
    }

    NumbersTask open(long committed) throws Exception {
        task.open(PARTITION, committed);
        return this;
    }

    /** Hands over what is new of a log and writes nothing yet. */
    NumbersTask take(List<SinkRecord> log) {
        task.poll(PARTITION, log, Integer.MAX_VALUE / 2);
        return this;
    }

    /** Works until everything of a log is safe. */
    NumbersTask finish(List<SinkRecord> log) {
        for (int rounds = 0; !task.isClear() || !task.hasConsumed(PARTITION, log.size()); rounds++) {
            assertThat(rounds).as("rounds needed to finish").isLessThan(10_000);
            take(log);
            boolean moved = task.runOne(random) | letters.answerOne(random);
            if (!moved) {
                task.advanceToNextTimer();
                time.advance(Duration.ofMillis(10));
            }
        }
        return this;
    }

    /** Does what is ready now. */
    NumbersTask work() {
        boolean moved = true;
        for (int i = 0; moved && i < 100; i++) {
            moved = task.runOne(random);
        }
        return this;
    }

    SimulatedTask task() {
        return task;
    }
}
