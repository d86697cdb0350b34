/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/** The two ends of a lane, made for each other: the encoder's bytes are what the writer understands. */
public record LaneParts(RecordEncoder encoder, BatchWriter writer) {}
