/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

// docs/dead-letters.md shows what follows; a test compares.
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.topic.TopicDestination;
import io.millrace.dlq.topic.TopicSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Somebody's task: writes notes, and sets those aside that can never be written. */
public final class NotesSinkTask extends SinkTask {
    private final Map<TopicPartition, TreeSet<Long>> owed = new HashMap<>();
    private final InstantSource clock = InstantSource.system();
    private DeadLetterQueue<SinkRecord> letters;

    @Override
    public void start(Map<String, String> config) {
        TopicSettings topic = new TopicSettings(
                config.get("letters.topic"),
                Map.of("bootstrap.servers", config.get("letters.bootstrap.servers")),
                true,
                OptionalInt.empty(),
                Duration.ofDays(30),
                Duration.ofSeconds(10));
        LetterWriter writer = new LetterWriter(config.get("name"), 0, version());
        letters = new DeadLetterQueue<>(List.of(new TopicDestination(topic, writer)), clock);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        letters.poll(this::safe);
        if (letters.waiting() > 0) {
            // Nobody takes letters. The worker brings the same records again, and nothing is skipped.
            throw new RetriableException("Dead letters wait for their destination");
        }
        for (SinkRecord record : records) {
            if (record.value() instanceof String note && note.length() <= Notes.LONGEST) {
                Notes.write(note);
            } else {
                owed.computeIfAbsent(partition(record), unknown -> new TreeSet<>())
                        .add(record.originalKafkaOffset());
                letters.send(failed(record), record);
            }
        }
    }

    private FailedRecord failed(SinkRecord record) {
        Failure why = new Failure.Rejected(
                new FailureCode("notes.too-long"), "a note has at most " + Notes.LONGEST + " characters", null);
        long now = clock.millis();
        return new FailedRecord(record, Stage.WRITE, why, "UPSERT", "notes", 1, now, now);
    }

    private void safe(SinkRecord record) {
        TreeSet<Long> offsets = owed.get(partition(record));
        if (offsets != null) {
            offsets.remove(record.originalKafkaOffset());
        }
    }

    /** An offset is committed only when every record before it is written or safe as a letter. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        letters.poll(this::safe);
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>(current);
        owed.forEach((partition, offsets) -> {
            if (!offsets.isEmpty()) {
                safe.computeIfPresent(partition, (same, offset) -> new OffsetAndMetadata(offsets.first()));
            }
        });
        return safe;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        partitions.forEach(owed::remove);
    }

    @Override
    public void stop() {
        letters.close();
    }

    @Override
    public String version() {
        return "notes/1.0";
    }
}
