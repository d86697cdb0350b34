/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart;

import io.millrace.quickstart.shop.Shop;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The store's business on a thread of its own. Confined to the thread that starts and stops it. */
final class Workload implements AutoCloseable {
    private final Shop shop;
    private final ExecutorService thread;
    private final Future<?> business;

    private Workload(Shop shop, ExecutorService thread, Future<?> business) {
        this.shop = shop;
        this.thread = thread;
        this.business = business;
    }

    static Workload start(Shop shop, int changesPerSecond) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread daemon = new Thread(work, "store");
            daemon.setDaemon(true);
            return daemon;
        });
        return new Workload(shop, thread, thread.submit(() -> {
            shop.run(changesPerSecond);
            return null;
        }));
    }

    /** False before {@link #stop} means that the store has failed; {@link #stop} says why. */
    boolean running() {
        return !business.isDone();
    }

    /** Ends it after the transaction under way. */
    void stop() throws SQLException {
        shop.stop();
        try {
            business.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new IllegalStateException("The store has failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the store was closing", interrupted);
        }
    }

    @Override
    public void close() {
        shop.stop();
        thread.shutdown();
    }
}
