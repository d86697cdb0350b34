/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.RecordFailedException;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterCodec;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.testkit.letters.FailedRecords;
import io.millrace.testkit.server.KafkaTopics;
import io.millrace.testkit.server.TestServers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters of others. */
class ImportIT {
    private final KafkaTopics topics = TestServers.kafka().topics();
    private final String theirs = topics.createUnique("theirs", 1, Map.of("retention.ms", "-1"));
    private final String ours = topics.createUnique("ours", 1, Map.of("retention.ms", "-1"));

    @AfterEach
    void close() {
        topics.close();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, 0, 1_600_000_000_000L, "k".getBytes(UTF_8), "v".getBytes(UTF_8));
        record.headers().add("trace", "t".getBytes(UTF_8));
        return record;
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private ProducerRecord<byte[], byte[]> ofConnect(String offset, String stage, String exception, String message) {
        ProducerRecord<byte[], byte[]> record = record(theirs);
        Headers headers = record.headers();
        // It has failed before, elsewhere: the last header of a name counts.
        text(headers, "__connect.errors.offset", "1");
        text(headers, "__connect.errors.topic", "orders");
        text(headers, "__connect.errors.partition", "3");
        text(headers, "__connect.errors.offset", offset);
        text(headers, "__connect.errors.connector.name", "old-sink");
        text(headers, "__connect.errors.task.id", "2");
        text(headers, "__connect.errors.stage", stage);
        text(headers, "__connect.errors.exception.class.name", exception);
        text(headers, "__connect.errors.exception.message", message);
        text(
                headers,
                "__connect.errors.exception.stacktrace",
                exception + ": " + message + "\n\tat a.B.c(B.java:1)\nCaused by: x.Y: secret\n\tat d.E.f(E.java:2)\n");
        return record;
    }

    private Run dlq(String... more) {
        String[] all = new String[more.length + 7];
        all[0] = "import";
        all[1] = "--bootstrap-server";
        all[2] = TestServers.kafka().bootstrapServers();
        all[3] = "--topic";
        all[4] = ours;
        all[5] = "--from-topic";
        all[6] = theirs;
        System.arraycopy(more, 0, all, 7, more.length);
        return Run.of(all);
    }

    private List<DeadLetter> letters(int count) {
        return topics.read(ours, count, Duration.ofSeconds(30)).stream()
                .map(LetterCodec::decode)
                .toList();
    }

    @Test
    void connectsLetters_becomeOurs() {
        topics.produce(List.of(
                ofConnect("7", "TASK_PUT", "java.sql.SQLException", "bad value \"secret\" for x"),
                ofConnect("8", "VALUE_CONVERTER", "org.apache.kafka.connect.errors.DataException", "no JSON"),
                record(theirs)));

        assertThat(dlq("--format", "connect").ends(ExitCodes.UNCONFIRMED).err())
                .contains("1 records do not say where they came from", "2 letters would be written");
        dlq("--format", "connect", "--yes").ends(ExitCodes.OK);

        DeadLetter first = letters(2).get(0);
        assertThat(first.coordinates()).hasToString("orders-3@7");
        assertThat(first.id()).isEqualTo(LetterId.of("old-sink", first.coordinates()));
        assertThat(first.taskId()).isEqualTo(2);
        assertThat(first.stage()).isEqualTo(Stage.WRITE);
        assertThat(first.code()).hasToString("connect.task-put");
        assertThat(first.message()).isEqualTo("bad value \"...\" for x");
        assertThat(first.stackTrace()).doesNotContain("secret").contains("at a.B.c", "Caused by: x.Y\n", "at d.E.f");
        assertThat(first.record().key()).asString(UTF_8).isEqualTo("k");
        assertThat(first.record().value()).asString(UTF_8).isEqualTo("v");
        assertThat(first.record().fidelity()).isEqualTo(PayloadFidelity.ORIGINAL);
        assertThat(first.record().headers()).extracting("key").containsExactly("trace");
        DeadLetter second = letters(2).get(1);
        assertThat(second.stage()).isEqualTo(Stage.DECODE);
        assertThat(second.code()).hasToString("connect.value-converter");
    }

    @Test
    void ourLettersInConnectsQueue_keepTheirCodeAndTarget() {
        FailedRecord failed = FailedRecords.failed(9);
        topics.produce(List.of(ofConnect(
                "9",
                "TASK_PUT",
                RecordFailedException.class.getName(),
                String.valueOf(new RecordFailedException(failed).getMessage()))));

        dlq("--format", "connect", "--connector", "orders-sink", "--yes").ends(ExitCodes.OK);

        DeadLetter letter = letters(1).get(0);
        assertThat(letter.connector()).isEqualTo("orders-sink");
        assertThat(letter.code()).hasToString("jdbc.22001");
        assertThat(letter.destination()).isEqualTo("public.orders");
        assertThat(letter.message()).isEqualTo(failed.failure().message());
    }

    @Test
    void springsLetters_becomeOurs() {
        ProducerRecord<byte[], byte[]> record = record(theirs);
        Headers headers = record.headers();
        text(headers, "kafka_dlt-original-topic", "orders");
        headers.add(
                "kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(3).array());
        headers.add(
                "kafka_dlt-original-offset",
                ByteBuffer.allocate(8).putLong(1L << 40).array());
        headers.add(
                "kafka_dlt-original-timestamp",
                ByteBuffer.allocate(8).putLong(1_500_000_000_000L).array());
        text(headers, "kafka_dlt-original-timestamp-type", "LogAppendTime");
        text(headers, "kafka_dlt-original-consumer-group", "billing");
        text(
                headers,
                "kafka_dlt-exception-fqcn",
                "org.springframework.kafka.listener.ListenerExecutionFailedException");
        text(headers, "kafka_dlt-exception-cause-fqcn", "java.lang.NumberFormatException");
        text(headers, "kafka_dlt-exception-message", "Listener failed; For input string: \"secret\"");
        topics.produce(List.of(record));

        dlq("--format", "spring", "--yes").ends(ExitCodes.OK);

        DeadLetter letter = letters(1).get(0);
        assertThat(letter.coordinates()).hasToString("orders-3@" + (1L << 40));
        assertThat(letter.coordinates().timestamp()).isEqualTo(1_500_000_000_000L);
        assertThat(letter.coordinates().timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(letter.connector()).isEqualTo("billing");
        assertThat(letter.exceptionClass()).isEqualTo("java.lang.NumberFormatException");
        assertThat(letter.message()).isEqualTo("Listener failed; For input string: \"...\"");
        assertThat(letter.record().headers()).extracting("key").containsExactly("trace");
    }

    @Test
    void importedTwice_isTheSameLetter() {
        topics.produce(List.of(ofConnect("7", "TASK_PUT", "x.Y", "m")));
        dlq("--format", "connect", "--yes").ends(ExitCodes.OK);
        dlq("--format", "connect", "--yes").ends(ExitCodes.OK);

        Run listed = Run.of(
                "list", "--json", "--bootstrap-server", TestServers.kafka().bootstrapServers(), "--topic", ours);
        assertThat(listed.out().lines()).hasSize(1);
    }
}
