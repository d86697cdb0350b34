/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.lane;

import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.spi.FailureClassifier;
import io.millrace.sink.time.TimeSource;
import java.util.random.RandomGenerator;

/**
 * What all lanes of a task share. Thread-safe, as its parts are.
 *
 * @param settings how large batches grow
 * @param retries how patient lanes are
 * @param classifier the target's table of errors
 * @param outages what takes no writes for now
 * @param ledger what is owed
 * @param inFlight bytes held
 * @param metrics what is counted
 * @param gate keeps certain keys out
 * @param events the way back to the task
 * @param time the clock
 * @param random makes waits uneven; used by several threads
 */
public record LaneEnvironment(
        LaneSettings settings,
        RetrySettings retries,
        FailureClassifier classifier,
        Outages outages,
        OffsetLedger ledger,
        InFlightBytes inFlight,
        SinkMetrics metrics,
        KeyGate gate,
        LaneEvents events,
        TimeSource time,
        RandomGenerator random) {

    /** An environment in which every key may pass. */
    public LaneEnvironment(
            LaneSettings settings,
            RetrySettings retries,
            FailureClassifier classifier,
            Outages outages,
            OffsetLedger ledger,
            InFlightBytes inFlight,
            SinkMetrics metrics,
            LaneEvents events,
            TimeSource time,
            RandomGenerator random) {
        this(settings, retries, classifier, outages, ledger, inFlight, metrics, KeyGate.OPEN, events, time, random);
    }

    Backoff backoff() {
        return new Backoff(retries.backoff(), retries.maxBackoff(), random);
    }
}
