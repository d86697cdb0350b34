/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.Failure;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What replaying letters needs. Task thread.
 *
 * @param access commands, letters and audit
 * @param decoder makes events of records
 * @param rehearsal tries how far an event can be taken without changing anything
 */
public record Replaying(ReplayAccess access, Decoder decoder, Rehearsal rehearsal) {
    /** Makes an event of a record. */
    public interface Decoder {
        Decoded decode(SinkRecord record, SourcePartition source);
    }

    /** Says why an event could not be written, as far as that can be said without writing it. */
    public interface Rehearsal {
        @Nullable
        Failure tryOut(ChangeEvent event);
    }
}
