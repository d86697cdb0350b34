/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

/** What came in at one end of a connection and has to go out at the other. */
sealed interface Chunk {
    /** When it was read, in the time of {@link System#nanoTime}. */
    long readAt();

    /** Bytes; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Data(byte[] bytes, long readAt) implements Chunk {}

    /** The sender will send no more. */
    record End(long readAt) implements Chunk {}

    /** The sender's connection broke. */
    record Break(long readAt) implements Chunk {}
}
