/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What replaying letters needs. Task thread.
 *
 * @param access commands, letters and audit
 * @param decoder makes events of records
 */
public record Replaying(ReplayAccess access, Decoder decoder) {
    /** Makes an event of a record. */
    public interface Decoder {
        Decoded decode(SinkRecord record, SourcePartition source);
    }
}
