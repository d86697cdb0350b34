/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Failed records and letters for tests. Stateless. */
public final class Letters {
    private Letters() {}

    /** A record of {@code orders-2} with a secret in its value, in a header, and in the message of its cause. */
    public static FailedRecord failed(long offset, @Nullable Throwable cause) {
        return failed(offset, "value too long for type character varying(10)", cause, "secret");
    }

    public static FailedRecord failed(long offset, String message, @Nullable Throwable cause, String value) {
        SinkRecord record = new SinkRecord(
                "orders",
                2,
                Schema.STRING_SCHEMA,
                "key-" + offset,
                Schema.STRING_SCHEMA,
                value,
                offset,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME);
        record.headers().addString("trace", "t-1").addString("token", "secret");
        return new FailedRecord(
                record,
                Stage.WRITE,
                new Failure.Rejected(new FailureCode("jdbc.22001"), message, cause),
                "UPSERT",
                "public.orders",
                2,
                1_700_000_001_000L,
                1_700_000_002_000L);
    }

    public static DeadLetter letter(long offset) {
        return new LetterWriter("orders-sink", 3, "millrace/test")
                .write(failed(offset, new IllegalStateException("m")));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
