/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
import io.millrace.dlq.letter.PayloadFidelity;
import io.millrace.dlq.letter.RecordBytes;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes failed records and letters of the topic {@code orders}. Stateless. */
public final class FailedRecords {
    /** Connector that the letters are of. */
    public static final String CONNECTOR = "orders-sink";

    private FailedRecords() {}

    /** A record that failed, with a value and a header of its own. */
    public static FailedRecord failed(long offset, String code, String message, String value) {
        SinkRecord record = new SinkRecord(
                "orders",
                0,
                Schema.STRING_SCHEMA,
                "key-" + offset,
                Schema.STRING_SCHEMA,
                value,
                offset,
                1_700_000_000_000L + offset,
                TimestampType.CREATE_TIME);
        record.headers().addString("trace", "t-" + offset);
        return new FailedRecord(
                record,
                Stage.WRITE,
                new Failure.Rejected(new FailureCode(code), message, new IllegalStateException("cause")),
                "UPSERT",
                "public.orders",
                1,
                1_700_000_001_000L,
                1_700_000_002_000L);
    }

    /** One of many that fail in the same way. */
    public static FailedRecord failed(long offset) {
        return failed(
                offset,
                "jdbc.22001",
                "value too long for type character varying(10)",
                "{\"id\":" + offset + ",\"note\":\"Grüße\"}");
    }

    /** A letter that a connector would write for a failed record if the worker gives the original bytes away. */
    public static DeadLetter letter(FailedRecord failed) {
        DeadLetter letter = new LetterWriter(CONNECTOR, 0, "millrace/test").write(failed);
        byte[] key = ((String) failed.record().key()).getBytes(UTF_8);
        byte[] value = ((String) failed.record().value()).getBytes(UTF_8);
        return letter.withRecord(new RecordBytes(key, value, letter.record().headers(), PayloadFidelity.ORIGINAL));
    }
}
