/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;
import io.millrace.sink.record.SourcePartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads records with one value schema. Made once per schema. Task thread only. */
@FunctionalInterface
interface RecordFormat {
    Decoded decode(SinkRecord record, SourcePartition source, KeyReader keys) throws DecodeException;
}
