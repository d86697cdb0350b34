/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.control.LedgerEntry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings entries to the ledger, however long that takes, and says when they are safe. Confined to the task thread.
 *
 * <p>While the ledger takes nothing, whoever waits for an entry waits: nothing is skipped.
 */
public final class LedgerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final LedgerStore store;
    private final InstantSource clock;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private int waiting;

    public LedgerWriter(LedgerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Starts to write entries of one source partition.
     *
     * @param then what to do when they are safe
     */
    public void write(List<LedgerEntry> entries, Runnable then) {
        Pending next = new Pending(List.copyOf(entries), then);
        next.underWay = store.write(next.entries);
        pending.add(next);
    }

    /** Looks after what is under way. Cheap when there is nothing. */
    public void poll() {
        if (pending.isEmpty()) {
            return;
        }
        List<Runnable> done = new ArrayList<>();
        for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            Pending next = all.next();
            if (isSafe(next)) {
                all.remove();
                done.add(next.then);
            }
        }
        done.forEach(Runnable::run);
    }

    private boolean isSafe(Pending next) {
        if (next.underWay == null && clock.millis() >= next.notBefore) {
            next.underWay = store.write(next.entries);
        }
        if (next.underWay == null || !next.underWay.isDone()) {
            return false;
        }
        Throwable error = errorOf(next.underWay);
        if (error == null) {
            if (next.failures > 0 && --waiting == 0) {
                LOG.info("The ledger of the dead letters is written again");
            }
            return true;
        }
        next.underWay = null;
        next.notBefore = clock.millis() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(next.failures, 10));
        if (next.failures++ == 0 && waiting++ == 0) {
            LOG.warn("The ledger of the dead letters takes no entries. The stream waits; nothing is skipped", error);
        }
        return false;
    }

    private static @Nullable Throwable errorOf(Future<?> done) {
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        } catch (InterruptedException e) {
            // A done future does not wait, so this is an interrupt meant for the caller.
            Thread.currentThread().interrupt();
            return e;
        }
    }

    /** Writes that are not safe yet. */
    public int pending() {
        return pending.size();
    }

    /** Writes that have failed so far and wait for another try. */
    public int waiting() {
        return waiting;
    }

    private static final class Pending {
        final List<LedgerEntry> entries;
        final Runnable then;
        int failures;
        long notBefore;

        @Nullable
        Future<?> underWay;

        Pending(List<LedgerEntry> entries, Runnable then) {
            this.entries = entries;
            this.then = then;
        }
    }
}
