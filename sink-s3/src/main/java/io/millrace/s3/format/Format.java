/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.format;

/** What objects are made of: the values of {@code format}. */
public enum Format {
    /** One JSON object a line. */
    JSON,
    /** Avro object container files. */
    AVRO
}
