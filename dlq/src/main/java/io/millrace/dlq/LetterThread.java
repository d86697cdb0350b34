/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a destination that may block, because a task thread that blocks loses its partitions. It ends with the
 * destination. Thread-safe.
 */
public final class LetterThread {
    private static final Logger LOG = LoggerFactory.getLogger(LetterThread.class);

    private final String destination;
    private final Duration closeTimeout;
    private final ExecutorService thread;

    /**
     * @param thread name of the thread
     * @param destination name of the destination, for messages
     * @param closeTimeout longest wait for letters under way on close
     */
    public LetterThread(String thread, String destination, Duration closeTimeout) {
        this.destination = destination;
        this.closeTimeout = closeTimeout;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread worker = new Thread(work, thread);
            worker.setDaemon(true);
            return worker;
        });
    }

    /** Work on a letter that may end in any exception. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Has work done after all that was handed in before.
     *
     * @param letter fails if the work does, or if the destination is closed
     */
    public void run(Work work, CompletableFuture<?> letter) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    letter.completeExceptionally(e);
                } catch (Exception | Error e) {
                    letter.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            letter.completeExceptionally(new IllegalStateException(destination + " is closed", e));
        }
    }

    /** Waits a bounded time for what was handed in, then does {@code last}, and ends. Does nothing if it has ended. */
    public void close(Runnable last) {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> ending(last));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} did not close within {}; letters under way will come again", destination, closeTimeout);
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends when what was handed in and {@code last} are done, and does not wait for that. For work that has no effect of its
     * own, such as reading. Does nothing if it has ended.
     */
    public void leave(Runnable last) {
        if (!thread.isShutdown()) {
            thread.execute(() -> ending(last));
            thread.shutdown();
        }
    }

    private void ending(Runnable last) {
        try {
            last.run();
        } catch (RuntimeException e) {
            // Clients do not like to be interrupted, which they are when they take too long.
            LOG.warn("{} did not close in good order", destination, e);
        }
    }
}
