/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The example of the guide does what the guide says. */
class NotesSinkTaskIT {
    private static SinkRecord note(long offset, String text) {
        return new SinkRecord(
                "notes", 0, null, null, Schema.STRING_SCHEMA, text, offset, 1L, TimestampType.CREATE_TIME);
    }

    @Test
    void noteThatCannotBeWritten_isSetAsideAndItsOffsetWaitsForTheLetter() {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String letters = topics.createUnique("notes-letters", 1);
            Map<String, String> config = Map.of(
                    "name",
                    "notes-sink",
                    "letters.topic",
                    letters,
                    "letters.bootstrap.servers",
                    TestServers.kafka().bootstrapServers());
            try (TaskRun task = new TaskRun(new NotesSinkTask(), config)) {
                task.put(List.of(note(0, "short"), note(1, "much too long"), note(2, "fine")))
                        .drain();

                assertThat(task.offsets()).containsEntry(new TopicPartition("notes", 0), 3L);
            }

            assertThat(Notes.written()).containsExactly("short", "fine");
            DeadLetter letter = LetterCodec.decode(
                    topics.read(letters, 1, Duration.ofSeconds(30)).get(0));
            assertThat(letter.coordinates()).hasToString("notes-0@1");
            assertThat(letter.code()).hasToString("notes.too-long");
            assertThat(letter.destination()).isEqualTo("notes");
        }
    }

    @Test
    void clusterOfTheLettersIsAway_offsetsStayWhereTheyAre() {
        Map<String, String> config = Map.of(
                "name", "notes-sink",
                "letters.topic", "letters",
                "letters.bootstrap.servers", "127.0.0.1:1");
        try (TaskRun task = new TaskRun(new NotesSinkTask(), config)) {
            task.put(List.of(note(5, "much too long"), note(6, "last")));

            assertThat(task.offsets()).containsEntry(new TopicPartition("notes", 0), 5L);
        }
    }
}
