/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.control.ControlTopics;
import io.millrace.dlq.control.KeyIdentity;
import io.millrace.dlq.control.LedgerCodec;
import io.millrace.dlq.control.LedgerEntry;
import io.millrace.dlq.control.LetterEntry;
import io.millrace.dlq.control.LetterStatus;
import io.millrace.dlq.control.OrderPolicy;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three letters on a topic of a real cluster, one of them twice, and a record that is none. */
abstract class LettersOnTopic {
    static final Duration WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    final KafkaTopics topics = TestServers.kafka().topics();
    final DeadLetter tooLong = FailedRecords.letter(FailedRecords.failed(1));
    final DeadLetter tooLongAgain = FailedRecords.letter(FailedRecords.failed(2));
    final DeadLetter missing = FailedRecords.letter(FailedRecords.failed(
            7,
            "jdbc.23502",
            "null value in column \"email\" of relation \"orders\" violates not-null constraint",
            "{\"id\":7,\"email\":null,\"price\":10.10}"));
    String topic = "";

    @BeforeEach
    final void write() {
        topic = topics.createUnique("letters", 2, Map.of("retention.ms", "-1"));
        send(tooLong);
        send(tooLongAgain);
        send(missing);
        // Delivered again after a crash: the same letter.
        send(tooLong);
        topics.produce(List.of(new ProducerRecord<>(topic, 0, null, "no letter".getBytes(UTF_8))));
    }

    @AfterEach
    final void close() {
        topics.close();
    }

    final void send(DeadLetter letter) {
        topics.produce(List.of(LetterCodec.encode(letter, topic, 0)));
    }

    final Run dlq(String... arguments) {
        return Run.of(onTopic(arguments));
    }

    final String[] onTopic(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap-server", TestServers.kafka().bootstrapServers(), "--topic", topic));
        return all.toArray(String[]::new);
    }

    final void ledger(LedgerEntry... entries) {
        ControlTopics control = ControlTopics.of(topic);
        if (!topics.names().contains(control.ledger())) {
            topics.create(control.ledger(), 1, Map.of("cleanup.policy", "compact"));
        }
        for (LedgerEntry entry : entries) {
            topics.produce(List.of(
                    new ProducerRecord<>(control.ledger(), entry.key().getBytes(UTF_8), LedgerCodec.encode(entry))));
        }
    }

    static LetterEntry entry(DeadLetter letter, LetterStatus status) {
        return entry(letter, status, null);
    }

    static LetterEntry entry(DeadLetter letter, LetterStatus status, @Nullable KeyIdentity key) {
        return new LetterEntry(
                letter.id(),
                status,
                1,
                key,
                OrderPolicy.SUPERSEDE,
                letter.connector(),
                letter.destination(),
                "orders",
                0,
                letter.coordinates().offset(),
                0,
                null,
                null,
                null,
                1,
                1_700_000_003_000L);
    }
}
