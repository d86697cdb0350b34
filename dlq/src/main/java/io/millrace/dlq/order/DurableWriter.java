/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.order;

import io.millrace.dlq.Acknowledgement;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what it is given to where it is kept, however long that takes, and says when it is safe. Confined to the task
 * thread.
 *
 * <p>While nothing is taken there, whoever waits for it waits: nothing is skipped.
 *
 * @param <T> what is written at a time
 */
public final class DurableWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(DurableWriter.class);

    private final String name;
    private final Function<T, Future<?>> store;
    private final InstantSource clock;
    private final ArrayDeque<Pending<T>> pending = new ArrayDeque<>();
    private int waiting;

    /**
     * @param name what it is written to, for messages
     * @param store starts to write
     */
    public DurableWriter(String name, Function<T, Future<?>> store, InstantSource clock) {
        this.name = name;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Starts to write something.
     *
     * @param then what to do when it is safe
     */
    public void write(T what, Runnable then) {
        Pending<T> next = new Pending<>(what, then);
        next.underWay = store.apply(what);
        pending.add(next);
    }

    /** Looks after what is under way. Cheap when there is nothing. */
    public void poll() {
        if (pending.isEmpty()) {
            return;
        }
        List<Runnable> done = new ArrayList<>();
        for (Iterator<Pending<T>> all = pending.iterator(); all.hasNext(); ) {
            Pending<T> next = all.next();
            if (isSafe(next)) {
                all.remove();
                done.add(next.then);
            }
        }
        done.forEach(Runnable::run);
    }

    private boolean isSafe(Pending<T> next) {
        if (next.underWay == null && clock.millis() >= next.notBefore) {
            next.underWay = store.apply(next.what);
        }
        if (next.underWay == null || !next.underWay.isDone()) {
            return false;
        }
        Throwable error = Acknowledgement.errorOf(next.underWay);
        if (error == null) {
            if (next.failures > 0 && --waiting == 0) {
                LOG.info("{} takes entries again", name);
            }
            return true;
        }
        next.underWay = null;
        next.notBefore = clock.millis() + Acknowledgement.pauseMillis(next.failures);
        if (next.failures++ == 0 && waiting++ == 0) {
            LOG.warn("{} takes no entries; what depends on them waits, and nothing is skipped", name, error);
        }
        return false;
    }

    /** Writes that are not safe yet. */
    public int pending() {
        return pending.size();
    }

    /** Writes that have failed so far and wait for another try. */
    public int waiting() {
        return waiting;
    }

    private static final class Pending<T> {
        final T what;
        final Runnable then;
        int failures;
        long notBefore;

        @Nullable
        Future<?> underWay;

        Pending(T what, Runnable then) {
            this.what = what;
            this.then = then;
        }
    }
}
