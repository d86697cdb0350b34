/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.DeadLetterDestination;
import io.millrace.dlq.DeadLetterQueue;
import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.reporter.ReporterDestination;
import io.millrace.dlq.topic.TopicDestination;
import io.millrace.dlq.topic.TopicSettings;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.ToleranceType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records that Kafka Connect's own dead-letter queue loses, by its own classes on a real broker, beside what becomes of
 * them here. If one of the native halves fails after an update of Kafka, a hole has been closed.
 */
class NativeHolesIT {
    private static final int LIMIT = 20_000;
    /** A producer that is in no hurry stands for any that has no answer yet. */
    private static final Map<String, Object> SLOW = Map.of("linger.ms", "600000");

    private static final Map<String, Object> SMALL = Map.of("max.request.size", Integer.toString(LIMIT));

    private final KafkaTopics topics = TestServers.kafka().topics();
    private final String bootstrap = TestServers.kafka().bootstrapServers();
    private String queue = "";
    private String ours = "";

    @BeforeEach
    void create() {
        queue = topics.createUnique("native", 1);
        ours = topics.createUnique("ours", 1);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private static SinkRecord received(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        ConsumerRecord<byte[], byte[]> consumed = new ConsumerRecord<>("orders", 0, 7L, null, bytes);
        SinkRecord converted = new SinkRecord("orders", 0, null, null, Schema.STRING_SCHEMA, value, 7L);
        return new InternalSinkRecord(new ProcessingContext<>(consumed), converted);
    }

    private static FailedRecord failed(SinkRecord record) {
        Failure why = new Failure.Rejected(new FailureCode("test.refused"), "no", null);
        return new FailedRecord(record, Stage.WRITE, why, "UPSERT", "orders", 1, 1L, 2L);
    }

    private TopicDestination topic(int maxRequestBytes) {
        return topic(maxRequestBytes, Map.of());
    }

    private TopicDestination topic(int maxRequestBytes, Map<String, Object> more) {
        Map<String, Object> client = new HashMap<>(more);
        client.put("bootstrap.servers", bootstrap);
        client.put("max.request.size", maxRequestBytes);
        return new TopicDestination(
                new TopicSettings(ours, client, false, OptionalInt.empty(), Duration.ofDays(1), Duration.ofSeconds(10)),
                new LetterWriter("c", 0, "v"));
    }

    /** Everything that a queue says is safe once it is quiet. */
    private static List<String> settle(FailedRecord failed, DeadLetterDestination... chain) {
        List<String> safe = new ArrayList<>();
        try (DeadLetterQueue<String> letters = new DeadLetterQueue<>(List.of(chain), InstantSource.system())) {
            letters.send(failed, "safe");
            await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                letters.poll(safe::add);
                return letters.pending() == 0;
            });
        }
        return safe;
    }

    private long letters(String topic) {
        return topics.nextOffsets(topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void recordThatTheClientRefuses_isLostByTheNativeQueueAndReferredToByOurs() {
        SinkRecord large = received("x".repeat(2 * LIMIT));
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SMALL)) {
            // What a task sees: reported, done, nothing wrong. The offset would be committed.
            assertThatCode(() -> worker.reporter()
                            .report(large, new ConnectException("no"))
                            .get())
                    .doesNotThrowAnyException();
            worker.commit();
            assertThat(letters(queue)).isZero();

            // The same reporter behind ours hands the record on to the next destination.
            ReporterDestination first =
                    new ReporterDestination(worker.reporter(), new LetterWriter("c", 0, "v"), LIMIT);
            assertThat(settle(failed(large), first, topic(LIMIT))).containsExactly("safe");
        }

        DeadLetter letter =
                LetterCodec.decode(topics.read(ours, 1, Duration.ofSeconds(30)).get(0));
        assertThat(letters(queue)).isZero();
        assertThat(letter.record().fidelity()).isEqualTo(PayloadFidelity.REFERENCE);
        assertThat(letter.coordinates()).hasToString("orders-0@7");
    }

    @Test
    void recordMadeByTheTask_failsTheNativeQueueAndNotOurs() {
        SinkRecord made = new SinkRecord(
                "orders", 0, null, null, Schema.STRING_SCHEMA, "v", 7L, null, TimestampType.NO_TIMESTAMP_TYPE);
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SMALL)) {
            assertThatThrownBy(() -> worker.reporter().report(made, new ConnectException("no")))
                    .isInstanceOf(NullPointerException.class);
        }

        assertThat(settle(failed(made), topic(LIMIT))).containsExactly("safe");
        assertThat(letters(ours)).isEqualTo(1);
    }

    @Test
    void recordMadeByTheTaskForAnotherTopic_isNotAwaitedByTheWorkerAndByOursUntilItIsThere() throws Exception {
        SinkRecord routed =
                new SinkRecord("routed", 0, null, null, Schema.STRING_SCHEMA, "v", 7L, 1L, TimestampType.CREATE_TIME);
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SLOW)) {
            Future<Void> reported = worker.reporter().report(routed, new ConnectException("no"));
            // It is kept under the topic that the record names, which is none of those that are committed.
            assertThatCode(worker::commit).doesNotThrowAnyException();
            assertThat(reported.isDone()).isFalse();
            assertThat(letters(queue)).isZero();
        }

        List<String> safe = new ArrayList<>();
        try (DeadLetterQueue<String> letters =
                new DeadLetterQueue<>(List.of(topic(LIMIT, SLOW)), InstantSource.system())) {
            letters.send(failed(routed), "safe");
            letters.poll(safe::add);
            assertThat(letters.pending()).isEqualTo(1);
            assertThat(safe).isEmpty();
        }
        assertThat(settle(failed(routed), topic(LIMIT))).containsExactly("safe");
    }

    @Test
    void partitionThatIsTakenAway_leavesTheNativeLetterOnItsWay() throws Exception {
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SLOW)) {
            Future<Void> reported = worker.reporter().report(received("v"), new ConnectException("no"));
            assertThatThrownBy(() -> reported.cancel(true)).isInstanceOf(UnsupportedOperationException.class);
            assertThatCode(worker::revoke).doesNotThrowAnyException();
            assertThat(reported.isDone()).isFalse();
            assertThat(reported.isCancelled()).isFalse();
        }
        // The next owner of the partition reports the same record: two letters, and nothing tells that they are one.
        try (NativeQueue next = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SMALL)) {
            next.reporter().report(received("v"), new ConnectException("no")).get();
            next.commit();
        }
        assertThat(letters(queue)).isEqualTo(2);

        settle(failed(received("v")), topic(LIMIT));
        settle(failed(received("v")), topic(LIMIT));
        assertThat(topics.read(ours, 2, Duration.ofSeconds(30)))
                .extracting(LetterCodec::idOf)
                .hasSize(2)
                .containsOnly(LetterId.of("c", new Coordinates("orders", 0, 7L, -1L, TimestampType.CREATE_TIME)));
    }

    /** Here a record whose schema cannot be had waits, and is not passed over, see {@code DecodeOutage}. */
    @Test
    void taskThatStopsWhileAConverterTriesAgain_passesTheRecordOver() {
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.NONE, 60_000, SLOW)) {
            // Nothing may be tolerated, and yet there is no exception: the record is as good as filtered ...
            assertThat(worker.stopWhileConverting()).isNull();
            // ... and the last commit of the task goes past it. Where there is a queue, its letter is not awaited.
            assertThatCode(worker::commit).doesNotThrowAnyException();
            assertThat(letters(queue)).isZero();
        }
    }

    @Test
    void toleranceNone_isNotNoticedByTheWorkerIfATaskSwallowsIt() {
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.NONE, SMALL)) {
            assertThatThrownBy(() -> worker.reporter().report(received("v"), new ConnectException("no")))
                    .isInstanceOf(ConnectException.class);
            // The net that is to catch tasks which go on all the same.
            assertThatCode(worker::commit).doesNotThrowAnyException();

            // Ours takes the exception for what it is: not acknowledged. The next destination gets the letter.
            ReporterDestination first =
                    new ReporterDestination(worker.reporter(), new LetterWriter("c", 0, "v"), LIMIT);
            assertThat(settle(failed(received("v")), first, topic(LIMIT))).containsExactly("safe");
        }
        assertThat(letters(ours)).isEqualTo(1);
    }

    /** Here a record that cannot be decoded is handed in like any other, see {@code EventDecoder}, if we decode it. */
    @Test
    void failedConversion_isNotAwaitedByTheWorker() {
        try (NativeQueue worker = new NativeQueue(bootstrap, queue, ToleranceType.ALL, SLOW)) {
            // The worker goes on to the next record: nobody holds the letter's future ...
            assertThat(worker.failConversion()).isNull();
            // ... and nothing keeps it from committing. If it is killed now, the record is nowhere.
            assertThatCode(worker::commit).doesNotThrowAnyException();
            assertThat(letters(queue)).isZero();
        }
    }
}
