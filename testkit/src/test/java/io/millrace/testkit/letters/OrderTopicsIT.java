/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.LetterId;
import io.millrace.dlq.control.Action;
import io.millrace.dlq.control.AuditEntry;
import io.millrace.dlq.control.AuditEvent;
import io.millrace.dlq.control.Command;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.control.OwnerEntry;
import io.millrace.dlq.control.ReplayOptions;
import io.millrace.dlq.control.Selection;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.order.LedgerImage;
import io.millrace.dlq.order.LetterSource.Found;
import io.millrace.dlq.order.LetterSource.Reading;
import io.millrace.dlq.topic.TopicAudit;
import io.millrace.dlq.topic.TopicCommands;
import io.millrace.dlq.topic.TopicDestination;
import io.millrace.dlq.topic.TopicLedger;
import io.millrace.dlq.topic.TopicLetters;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Ledger, commands, audit and letters on topics of a real cluster. */
class OrderTopicsIT {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final LetterId LETTER = new LetterId("00112233445566778899aabbccddeeff");

    private static TopicSettings settings(String topic, boolean create) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", TestServers.kafka().bootstrapServers());
        client.put("linger.ms", 0);
        return new TopicSettings(
                topic, client, create, OptionalInt.of(1), Duration.ofMillis(-1), Duration.ofSeconds(5));
    }

    private static OwnerEntry owner(int partition, long epoch) {
        return new OwnerEntry(FailedRecords.CONNECTOR, "orders", partition, 0, true, epoch, 1);
    }

    private static LetterEntry letter(LetterStatus status) {
        return new LetterEntry(
                LETTER,
                status,
                0,
                new KeyIdentity(1, 2),
                OrderPolicy.SUPERSEDE,
                FailedRecords.CONNECTOR,
                "orders",
                "orders",
                0,
                7,
                0,
                null,
                null,
                null,
                1,
                1);
    }

    private static Command command(Action action) {
        return new Command(
                "plan",
                FailedRecords.CONNECTOR,
                action,
                Selection.ALL,
                ReplayOptions.NONE,
                List.of(),
                "ada",
                "to see",
                1_800_000_000_000L);
    }

    @Test
    void ledger_isReadAsItWasWritten() throws Exception {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("ledger", 1) + "-x";
            List<LedgerEntry> first = List.of(owner(0, 1), letter(LetterStatus.OPEN));
            TopicLedger ledger = new TopicLedger(settings(topic, true));
            assertThat(ledger.read().get(60, TimeUnit.SECONDS)).isEmpty();
            ledger.write(first).get(60, TimeUnit.SECONDS);
            ledger.write(List.of(letter(LetterStatus.SUPERSEDED))).get(60, TimeUnit.SECONDS);
            ledger.close();

            TopicLedger next = new TopicLedger(settings(topic, true));
            List<LedgerEntry> entries = next.read().get(60, TimeUnit.SECONDS);
            next.close();
            assertThat(entries).containsExactly(first.get(0), first.get(1), letter(LetterStatus.SUPERSEDED));
            assertThat(new LedgerImage(FailedRecords.CONNECTOR, entries).openLetters(new TopicPartition("orders", 0)))
                    .isEmpty();
            // Compaction keeps one entry of each key: the letter's two have the same.
            assertThat(topics.read(topic, 3, WITHIN).stream()
                            .map(record -> new String(record.key(), UTF_8))
                            .distinct())
                    .hasSize(2);
        }
    }

    @Test
    void ledgerOfSeveralPartitions_keepsASourcePartitionOnOneAndLeavesStrangersAlone() throws Exception {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("ledger", 3);
            topics.produce(List.of(
                    new ProducerRecord<>(topic, 0, "letter".getBytes(UTF_8), "no entry".getBytes(UTF_8)),
                    new ProducerRecord<>(topic, 0, "gone".getBytes(UTF_8), null)));
            TopicLedger ledger = new TopicLedger(settings(topic, false));
            List<LedgerEntry> entries = new ArrayList<>();
            for (int partition = 0; partition < 6; partition++) {
                entries.add(owner(partition, 1));
                entries.add(owner(partition, 2));
            }
            ledger.write(entries).get(60, TimeUnit.SECONDS);
            List<LedgerEntry> read = ledger.read().get(60, TimeUnit.SECONDS);
            ledger.close();
            assertThat(read).containsExactlyInAnyOrderElementsOf(entries);
            for (int partition = 0; partition < 6; partition++) {
                int source = partition;
                assertThat(read.stream().filter(entry -> entry.partition() == source))
                        .containsExactly(owner(source, 1), owner(source, 2));
            }
        }
    }

    @Test
    void ledgerThatIsNotThere_failsAndSaysSo() {
        TopicLedger ledger = new TopicLedger(settings("no-such-ledger", false));
        assertThatThrownBy(() -> ledger.read().get(60, TimeUnit.SECONDS)).hasMessageContaining("no-such-ledger");
        ledger.close();
    }

    @Test
    void commands_reachTasksThatBeginLater() throws Exception {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("commands", 1) + "-x";
            TopicCommands publisher = new TopicCommands(settings(topic, true));
            publisher.publish(command(Action.REPLAY)).get(60, TimeUnit.SECONDS);
            publisher.publish(command(Action.PAUSE)).get(60, TimeUnit.SECONDS);
            publisher.close();

            TopicCommands task = new TopicCommands(settings(topic, true));
            List<Command> taken = new ArrayList<>();
            await().atMost(WITHIN).pollInSameThread().until(() -> {
                for (Command next = task.poll(); next != null; next = task.poll()) {
                    taken.add(next);
                }
                return taken.size() == 2;
            });
            task.close();
            assertThat(taken).containsExactly(command(Action.REPLAY), command(Action.PAUSE));
        }
    }

    @Test
    void audit_isOnItsTopic() throws Exception {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("audit", 1) + "-x";
            TopicAudit audit = new TopicAudit(settings(topic, true));
            AuditEntry entry = new AuditEntry(
                    "plan",
                    LETTER,
                    FailedRecords.CONNECTOR,
                    0,
                    AuditEvent.REPLAYED,
                    "ada",
                    "to see",
                    null,
                    null,
                    1_800_000_000_000L);
            audit.append(entry).get(60, TimeUnit.SECONDS);
            audit.close();
            assertThat(new String(topics.read(topic, 1, WITHIN).get(0).value(), UTF_8))
                    .contains("\"ada\"", "to see", LETTER.value());
        }
    }

    @Test
    void letters_onlyThoseThatAreWantedAreRead() throws Exception {
        try (KafkaTopics topics = TestServers.kafka().topics()) {
            String topic = topics.createUnique("letters", 1);
            LetterWriter writer = new LetterWriter(FailedRecords.CONNECTOR, 0, "millrace/test");
            TopicDestination destination = new TopicDestination(settings(topic, false), writer);
            for (long offset = 1; offset <= 3; offset++) {
                destination.send(FailedRecords.failed(offset)).get(60, TimeUnit.SECONDS);
            }
            destination.close();
            LetterId wanted = writer.write(FailedRecords.failed(2)).id();

            TopicLetters letters = new TopicLetters(settings(topic, false));
            Reading reading = letters.read(Set.of(wanted));
            List<Found> found = new ArrayList<>();
            await().atMost(WITHIN).pollInSameThread().until(() -> {
                for (Found next = reading.poll(); next != null; next = reading.poll()) {
                    found.add(next);
                }
                return reading.isDone();
            });
            assertThat(reading.failure()).isNull();
            reading.close();
            letters.close();
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.letter().id()).isEqualTo(wanted);
                assertThat(one.offset()).isEqualTo(1);
                assertThat(one.letter().coordinates()).hasToString("orders-0@2");
            });
        }
    }
}
