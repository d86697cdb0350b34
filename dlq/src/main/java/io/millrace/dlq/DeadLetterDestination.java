/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.concurrent.Future;

/**
 * A place that keeps letters. {@link DeadLetterQueue} calls {@link #send} from one thread, the connector's task thread.
 */
public interface DeadLetterDestination extends AutoCloseable {
    /** Name for messages and metrics, for example {@code topic 'dlq.orders'}. */
    String name();

    /**
     * Starts to store a letter. The returned future completes normally only when the letter is durable. It fails with a
     * {@link LetterRefusedException} if this letter can never be taken, and with anything else if trying again may help.
     * Must not block for long and must not throw.
     */
    Future<?> send(FailedRecord letter);

    /** Waits a bounded time for letters under way, then lets go of all resources. */
    @Override
    void close();
}
