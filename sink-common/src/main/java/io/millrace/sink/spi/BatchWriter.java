/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.spi;

/**
 * Writes batches to the target. One writer belongs to one lane: one thread at a time, at most one batch under way.
 *
 * <p>Every call must come back within a bounded time: a writer sets its own deadlines on the network.
 */
public interface BatchWriter extends AutoCloseable {
    /** Never to be woken, for {@link #wakeAt}. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Writes a batch. After a failure the core calls again with the same entries or a part of them, so writing an entry
     * twice must do no harm.
     *
     * @throws Exception nothing was written, or nobody knows how much; the {@link FailureClassifier} decides what
     *     happens next
     */
    WriteResult write(Batch batch) throws Exception;

    /**
     * When this writer wants {@link #wakeUp} to be called, on the clock of
     * {@link io.millrace.sink.time.TimeSource#nanos}, or {@link #NEVER}. Asked after every write and every wake-up; a
     * time that has passed means at once.
     */
    default long wakeAt() {
        return NEVER;
    }

    /**
     * Does what the writer asked to be woken for, such as publishing an object that has become old enough.
     *
     * @throws Exception as {@link #write}; a failure that may pass is followed by another call
     */
    default void wakeUp() throws Exception {}

    /** Bytes that this writer holds for deferred entries; they count against the task's budget. */
    default long heldBytes() {
        return 0;
    }

    /** The task is short of memory: make what is held due at once. {@link #wakeAt} must tell so afterwards. */
    default void relieve() {}

    /** Lets go of everything; what is deferred and not yet durable comes again from Kafka. */
    @Override
    void close();
}
