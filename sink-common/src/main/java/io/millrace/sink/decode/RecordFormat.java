/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import io.millrace.sink.record.Decoded;

/** Reads records with one value schema. Made once per schema. Task thread only. */
@FunctionalInterface
interface RecordFormat {
    Decoded decode(Incoming record, KeyReader keys) throws DecodeException;
}
