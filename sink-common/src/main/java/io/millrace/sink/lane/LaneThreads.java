/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The pool of threads that a task's lanes run on. Thread-safe.
 *
 * <p>Threads carry the worker's logging context and the plugin's class loader: the worker sets both on the task's thread
 * alone, and without the second, drivers that look for services do not find their own.
 */
public final class LaneThreads implements LaneExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(LaneThreads.class);

    private final String name;
    private final ScheduledThreadPoolExecutor pool;
    private final Duration closeTimeout;

    /**
     * To be called on the task thread, whose logging context and class loader are taken over.
     *
     * @param name prefix of the threads' names
     * @param threads how many lanes may write at the same time
     * @param closeTimeout longest wait on close for writes under way
     */
    public LaneThreads(String name, int threads, Duration closeTimeout) {
        this.name = name;
        this.closeTimeout = closeTimeout;
        Map<String, String> loggingContext = MDC.getCopyOfContextMap();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        AtomicInteger number = new AtomicInteger();
        this.pool = new ScheduledThreadPoolExecutor(threads, work -> {
            Thread thread = new Thread(() -> run(work, loggingContext), name + "-lane-" + number.getAndIncrement());
            thread.setContextClassLoader(loader);
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static void run(Runnable work, @Nullable Map<String, String> loggingContext) {
        if (loggingContext != null) {
            MDC.setContextMap(loggingContext);
        }
        work.run();
    }

    @Override
    public void execute(Runnable turn) {
        try {
            pool.execute(turn);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closing; a lane's turn is dropped", name, e);
        }
    }

    @Override
    public void schedule(Runnable turn, long delayNanos) {
        try {
            // Nobody waits for it: a turn never throws, it reports what goes wrong to the task itself.
            var unused = pool.schedule(turn, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closing; a lane's wake-up is dropped", name, e);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: a write is still under way after {}; interrupting it", name, closeTimeout);
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
