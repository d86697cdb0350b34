/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Destination;
import io.millrace.sink.spi.LaneContext;
import io.millrace.sink.spi.LaneParts;
import io.millrace.sink.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A queue with a single writer behind it: events go in on the task thread and are written in order, one batch at a time.
 * An idle lane writes what it has at once; while a write is under way, the next batch grows.
 *
 * <p><b>Threads.</b> {@link #offer} and {@link #publish} are for the task thread, {@link #signal} is for any. Turns run on
 * the executor, never two at once: a state says whether a turn is queued or running, and a signal that comes during a turn
 * makes for another one. The inbox has its own lock, held for moments. All else belongs to the turn, whose lock the task
 * thread takes only when partitions are lost, to be sure that no write of theirs is under way any more.
 */
public final class Lane implements Runnable {
    private static final int RESTING = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;
    private static final int RUNNING_AND_SIGNALLED = 3;

    private final String name;
    private final LaneExecutor executor;
    private final TimeSource time;
    private final Outages outages;
    private final LaneEvents events;
    private final LaneWork work;
    private final Settler settler;
    private final AtomicInteger state = new AtomicInteger(RESTING);
    private final ReentrantLock turn = new ReentrantLock();
    private final Runnable signal = this::signal;

    private final Object inboxLock = new Object();
    private List<ChangeEvent> inbox = new ArrayList<>();
    private List<ChangeEvent> spare = new ArrayList<>();

    // Task thread only.
    private boolean unpublished;

    // Written in turns, read by anybody.
    private volatile int depth;
    private volatile long heldBytes;
    private volatile boolean reliefWanted;
    private volatile boolean forgetWanted;
    private volatile boolean refreshWanted;
    private volatile boolean closed;

    /** Guarded by the turn: when the timer that was set last will go off. */
    private long timerAt = LaneWork.IDLE;

    /** @param parts makes the lane's encoder and writer */
    public Lane(
            String name, LaneEnvironment environment, LaneExecutor executor, Function<LaneContext, LaneParts> parts) {
        this.name = name;
        this.executor = executor;
        this.time = environment.time();
        this.outages = environment.outages();
        this.events = environment.events();
        this.settler = new Settler(environment);
        this.work = new LaneWork(name, environment, parts.apply(new LaneContext(name, settler, time)), settler);
        outages.whenOver(signal);
    }

    /** Hands over an event. It may be written at any time from now on, but is only sure to be after {@link #publish}. */
    public void offer(ChangeEvent event) {
        synchronized (inboxLock) {
            inbox.add(event);
        }
        unpublished = true;
    }

    /** Makes sure that what was offered is written soon. */
    public void publish() {
        if (unpublished) {
            unpublished = false;
            signal();
        }
    }

    /** Makes for a turn, now or after the one that is running. */
    void signal() {
        while (true) {
            int now = state.get();
            if (now == QUEUED || now == RUNNING_AND_SIGNALLED) {
                return;
            }
            if (now == RESTING && state.compareAndSet(RESTING, QUEUED)) {
                executor.execute(this);
                return;
            }
            if (now == RUNNING && state.compareAndSet(RUNNING, RUNNING_AND_SIGNALLED)) {
                return;
            }
        }
    }

    /** One turn. For the executor alone. */
    @Override
    public void run() {
        turn.lock();
        try {
            state.set(RUNNING);
            if (closed) {
                return;
            }
            takeInbox();
            forgetIfWanted();
            if (refreshWanted) {
                refreshWanted = false;
                work.refresh();
            }
            if (reliefWanted) {
                reliefWanted = false;
                work.relieve();
            }
            long next = work.turn();
            depth = work.depth();
            heldBytes = settler.heldBytes();
            if (next != LaneWork.IDLE) {
                turnAgainAt(next);
            }
        } catch (RuntimeException | Error e) {
            // A lane that ends in silence would look like a target that is slow.
            closed = true;
            events.fatal(new Failure.Systemic(
                    FailureCode.of("core", "lane-failed"), name + " has failed unexpectedly: " + e, e));
        } finally {
            turn.unlock();
            if (!state.compareAndSet(RUNNING, RESTING)) {
                state.set(QUEUED);
                executor.execute(this);
            }
        }
    }

    private void turnAgainAt(long next) {
        long delay = next - time.nanos();
        if (delay <= 0) {
            state.set(RUNNING_AND_SIGNALLED);
        } else if (timerAt == LaneWork.IDLE || next - timerAt < 0 || timerAt - time.nanos() <= 0) {
            timerAt = next;
            executor.schedule(signal, delay);
        }
    }

    private void takeInbox() {
        List<ChangeEvent> arrived;
        synchronized (inboxLock) {
            if (inbox.isEmpty()) {
                return;
            }
            arrived = inbox;
            inbox = spare;
            spare = arrived;
        }
        work.add(arrived);
        arrived.clear();
    }

    /**
     * Forgets the events of partitions that this task has lost, and waits until no write is under way that began before.
     *
     * @return whether that was so within {@code timeoutNanos}; if not, the next turn forgets them, and a late result is
     *     fenced by the ledger
     */
    public boolean forgetRevoked(long timeoutNanos) {
        forgetWanted = true;
        if (!lockTurn(timeoutNanos)) {
            return false;
        }
        try {
            takeInbox();
            forgetIfWanted();
            depth = work.depth();
            return true;
        } finally {
            turn.unlock();
        }
    }

    private void forgetIfWanted() {
        if (forgetWanted) {
            forgetWanted = false;
            work.forgetRevoked();
        }
    }

    private boolean lockTurn(long timeoutNanos) {
        try {
            return turn.tryLock(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether everything that was offered has been written, given up, deferred or held for something else to come first. */
    public boolean isAtRest() {
        return whileAtRest(() -> {});
    }

    /**
     * The same; and if so, what is held for {@code destination} has come to its end, since its rows are about to go.
     */
    public boolean isAtRestBefore(Destination destination) {
        return whileAtRest(() -> work.supersedeHeld(destination));
    }

    private boolean whileAtRest(Runnable then) {
        synchronized (inboxLock) {
            if (!inbox.isEmpty()) {
                return false;
            }
        }
        if (!turn.tryLock()) {
            return false;
        }
        try {
            boolean atRest = work.isAtRest();
            if (atRest) {
                then.run();
            }
            return atRest;
        } finally {
            turn.unlock();
        }
    }

    /** What is known of the target may have changed; the next turn asks it anew. */
    public void refresh() {
        refreshWanted = true;
    }

    /** Asks the writer to publish what it holds. */
    public void relieve() {
        reliefWanted = true;
        signal();
    }

    /** Events that wait, as of the last turn. */
    public int depth() {
        return depth;
    }

    /** Bytes the writer holds for deferred events, as of the last turn. */
    public long heldBytes() {
        return heldBytes;
    }

    /**
     * Ends the lane: no further turn, writer closed. What was not written stays owed.
     *
     * @return whether no write was under way any more after {@code timeoutNanos}; if one was, the writer is closed
     *     nevertheless, which makes the write fail
     */
    public boolean close(long timeoutNanos) {
        closed = true;
        outages.forget(signal);
        boolean calm = lockTurn(timeoutNanos);
        try {
            work.close(calm);
        } finally {
            if (calm) {
                turn.unlock();
            }
        }
        return calm;
    }

    @Override
    public String toString() {
        return name;
    }
}
