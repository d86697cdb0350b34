/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.time.TimeSource;
import java.util.random.RandomGenerator;

/** What takes no writes for now: the whole target, or some of its destinations. Thread-safe, as its parts are. */
public final class Outages {
    private final CalmClock calm = new CalmClock();
    private final HeldBack heldBack = new HeldBack();
    private final Breaker target;
    private final DestinationBreakers destinations;
    private final StormGuard storms;

    /**
     * @param task name for messages
     * @param random makes waits uneven; used by several threads
     */
    public Outages(String task, RetrySettings retries, SinkMetrics metrics, TimeSource time, RandomGenerator random) {
        Backoff backoff = new Backoff(retries.backoff(), retries.maxBackoff(), random);
        this.target = new Breaker(task, "The stream is paused and probes until it does", backoff, calm);
        this.destinations = new DestinationBreakers(task, backoff, calm, heldBack, metrics.blocked(), time);
        this.storms = new StormGuard(retries.storms(), destinations);
    }

    /** Calls {@code signal} whenever something takes writes again. */
    void whenOver(Runnable signal) {
        target.whenClosed(signal);
        destinations.whenClosed(signal);
    }

    void forget(Runnable signal) {
        target.forget(signal);
        destinations.forget(signal);
    }

    /** A lane ends or begins anew; what it probes, another may. */
    void left(Object lane) {
        target.left(lane);
        destinations.left(lane);
    }

    /** Adds what there is to look at. */
    public void describe(SinkMetrics metrics) {
        metrics.gauge("breaker-open", "1 while the target takes no writes", () -> target.isOpen() ? 1 : 0);
        metrics.gauge("breaker-opened-total", "How often the target was found to take no writes", target::openedTotal);
        metrics.gauge("destinations-blocked", "Destinations that take no writes while others do", destinations::count);
        metrics.gauge(
                "destinations-blocked-total",
                "How often a destination was found to take no writes",
                destinations::openedTotal);
        metrics.gauge(
                "storms-total",
                "How often a destination refused so many records alike that no record was to blame",
                storms::total);
        metrics.gauge(
                "held-back-bytes",
                "Bytes of records that wait for their destination, or for something else to come first",
                heldBack::bytes);
    }

    /** Stops all lanes. */
    public Breaker target() {
        return target;
    }

    /** Stop what is meant for one destination. */
    public DestinationBreakers destinations() {
        return destinations;
    }

    /** What is held back meanwhile. */
    public HeldBack heldBack() {
        return heldBack;
    }

    /** Tells storms from records that are to blame. */
    public StormGuard storms() {
        return storms;
    }

    /** Runs only while everything takes writes. */
    CalmClock calm() {
        return calm;
    }
}
