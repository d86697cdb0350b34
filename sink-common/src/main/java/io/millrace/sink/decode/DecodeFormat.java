/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

/** Who decodes records, and how: the values of {@code decode.format}. */
public enum DecodeFormat {
    /** The worker's converters. */
    CONNECT,
    /** We, whatever the bytes say they are. */
    AUTO,
    /** We: documents that hold their schema and a payload. */
    JSON_WITH_SCHEMA,
    /** We: documents that are the value. */
    JSON,
    /** We: Avro behind the number of its schema in a registry. */
    AVRO
}
