/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import io.millrace.dlq.Coordinates;
import io.millrace.dlq.FailureClass;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.LetterId;
import io.millrace.dlq.SafeText;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterHeaders;
import io.millrace.dlq.letter.LetterKind;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Letters of others made ours. Key, value and the record's own headers stay byte for byte. */
enum ForeignFormat {
    /** Kafka Connect's own, with {@code errors.deadletterqueue.context.headers.enable}. */
    CONNECT("__connect.errors.") {
        @Override
        @Nullable
        DeadLetter letter(ConsumerRecord<byte[], byte[]> record, @Nullable String connector) {
            Headers headers = record.headers();
            String topic = ForeignHeaders.text(headers, LetterHeaders.CONNECT_TOPIC);
            Long partition = ForeignHeaders.decimal(headers, LetterHeaders.CONNECT_PARTITION);
            Long offset = ForeignHeaders.decimal(headers, LetterHeaders.CONNECT_OFFSET);
            String owner = ForeignHeaders.text(headers, LetterHeaders.CONNECT_CONNECTOR);
            if (topic == null || partition == null || offset == null || (connector == null && owner == null)) {
                return null;
            }
            String stage = String.valueOf(ForeignHeaders.text(headers, LetterHeaders.CONNECT_STAGE));
            Long task = ForeignHeaders.decimal(headers, LetterHeaders.CONNECT_TASK);
            return letter(
                    record,
                    // Connect keeps the record's own timestamp, so when it died is not known.
                    new Coordinates(topic, partition.intValue(), offset, record.timestamp(), record.timestampType()),
                    connector == null ? owner : connector,
                    task == null ? 0 : task.intValue(),
                    stage.equals(LetterHeaders.CONNECT_STAGE_TASK_PUT) ? Stage.WRITE : Stage.DECODE,
                    FailureCode.of("connect", stage.toLowerCase(Locale.ROOT).replace('_', '-')),
                    ForeignHeaders.text(headers, LetterHeaders.CONNECT_EXCEPTION_CLASS),
                    ForeignHeaders.text(headers, LetterHeaders.CONNECT_EXCEPTION_MESSAGE),
                    ForeignHeaders.text(headers, LetterHeaders.CONNECT_EXCEPTION_STACKTRACE));
        }
    },

    /** Spring Kafka's. */
    SPRING("kafka_dlt-") {
        @Override
        @Nullable
        DeadLetter letter(ConsumerRecord<byte[], byte[]> record, @Nullable String connector) {
            Headers headers = record.headers();
            String topic = ForeignHeaders.text(headers, "kafka_dlt-original-topic");
            Long partition = ForeignHeaders.binary(headers, "kafka_dlt-original-partition");
            Long offset = ForeignHeaders.binary(headers, "kafka_dlt-original-offset");
            String group = ForeignHeaders.text(headers, "kafka_dlt-original-consumer-group");
            if (topic == null || partition == null || offset == null || (connector == null && group == null)) {
                return null;
            }
            Long timestamp = ForeignHeaders.binary(headers, "kafka_dlt-original-timestamp");
            String type = ForeignHeaders.text(headers, "kafka_dlt-original-timestamp-type");
            String cause = ForeignHeaders.text(headers, "kafka_dlt-exception-cause-fqcn");
            return letter(
                    record,
                    new Coordinates(
                            topic,
                            partition.intValue(),
                            offset,
                            timestamp == null ? Coordinates.NO_TIMESTAMP : timestamp,
                            "LogAppendTime".equals(type) ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME),
                    connector == null ? group : connector,
                    0,
                    Stage.WRITE,
                    FailureCode.of("spring", "listener"),
                    cause == null ? ForeignHeaders.text(headers, "kafka_dlt-exception-fqcn") : cause,
                    ForeignHeaders.text(headers, "kafka_dlt-exception-message"),
                    ForeignHeaders.text(headers, "kafka_dlt-exception-stacktrace"));
        }
    };

    /** What our own connectors say through the worker's queue: {@code [code] topic-0@7 for 'target': message}. */
    private static final Pattern OURS = Pattern.compile(
            "\\[([a-z][a-z0-9-]*(?:\\.[A-Za-z0-9_-]+)+)] \\S+-\\d+@\\d+(?: for '([^']*)')?: (.*)", Pattern.DOTALL);

    private static final Pattern CAUSE = Pattern.compile("(?m)^((?:Caused by: |\\s*Suppressed: )?[\\w.$]+)(?:: .*)$");

    private final String prefix;

    ForeignFormat(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The letter, or {@code null} if the record does not say where it came from.
     *
     * @param connector whose it is to be; {@code null} for the one that the record names
     */
    abstract @Nullable DeadLetter letter(ConsumerRecord<byte[], byte[]> record, @Nullable String connector);

    DeadLetter letter(
            ConsumerRecord<byte[], byte[]> record,
            Coordinates coordinates,
            @Nullable String connector,
            int task,
            Stage stage,
            FailureCode code,
            @Nullable String exception,
            @Nullable String message,
            @Nullable String stack) {
        String owner = String.valueOf(connector);
        String text = message == null ? "no message" : message;
        Matcher ours = OURS.matcher(text);
        boolean isOurs = ours.matches();
        FailureCode knownCode = isOurs ? new FailureCode(ours.group(1)) : code;
        String target = isOurs ? ours.group(2) : null;
        String safe = isOurs ? ours.group(3) : SafeText.withoutValues(text);
        String exceptionClass = exception == null ? "unknown" : exception;
        return new DeadLetter(
                LetterId.of(owner, coordinates),
                LetterKind.FAILED,
                null,
                Fingerprint.of(
                        FailureClass.RECORD,
                        knownCode,
                        target == null ? "topic " + coordinates.topic() : target,
                        exceptionClass,
                        safe),
                null,
                owner,
                task,
                coordinates,
                stage,
                FailureClass.RECORD,
                knownCode,
                safe,
                exceptionClass,
                stack == null ? null : CAUSE.matcher(stack).replaceAll("$1"),
                null,
                target,
                0,
                record.timestamp(),
                record.timestamp(),
                "imported/" + name().toLowerCase(Locale.ROOT),
                new RecordBytes(record.key(), record.value(), own(record.headers()), PayloadFidelity.ORIGINAL));
    }

    private List<Header> own(Headers headers) {
        List<Header> own = new ArrayList<>();
        for (Header header : headers) {
            if (!header.key().startsWith(prefix)) {
                own.add(header);
            }
        }
        return own;
    }
}
