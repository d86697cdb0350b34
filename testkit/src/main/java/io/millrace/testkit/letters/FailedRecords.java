/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.letters;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Stage;
import io.millrace.dlq.letter.DeadLetter;
import io.millrace.dlq.letter.LetterWriter;
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

    /** A letter that a connector would write for a failed record. */
    public static DeadLetter letter(FailedRecord failed) {
        return new LetterWriter(CONNECTOR, 0, "millrace/test").write(failed);
    }
}
