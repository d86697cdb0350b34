/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.InFlightBytes;
import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.Outages;
import io.millrace.sink.ledger.OffsetLedger;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.time.TimeSource;

/**
 * What can be seen of a pipeline from outside. Immutable; what it looks at may be read by any thread.
 *
 * @param router knows the lanes
 * @param inFlight bytes held
 * @param ledger what is owed
 * @param outages what takes no writes for now
 * @param flow pauses and resumes partitions
 * @param undecoded whether records wait for their schemas
 * @param desk where letters are handed in
 * @param time the clock
 */
record PipelineGauges(
        Router router,
        InFlightBytes inFlight,
        OffsetLedger ledger,
        Outages outages,
        Flow flow,
        DecodeOutage undecoded,
        DeadLetterDesk desk,
        TimeSource time) {

    void describe(SinkMetrics metrics) {
        metrics.gauge("lane-depth-records", "Events that wait in lanes", this::depth);
        metrics.gauge("in-flight-bytes", "Bytes held for records under way", inFlight::sum);
        metrics.gauge("owed-records", "Records neither safe nor in the hands of a deferring writer", ledger::owed);
        metrics.gauge(
                "oldest-unsettled-age-ms",
                "Age of the oldest record that is not safe",
                () -> ledger.oldestUnsettledNanos(time.nanos()) / 1e6);
        metrics.gauge("results-fenced-total", "Results that came for an assignment that was over", ledger::fenced);
        outages.describe(metrics);
        metrics.gauge("partitions-paused", "1 while partitions are paused", () -> flow.isPaused() ? 1 : 0);
        metrics.gauge("pauses-total", "How often partitions were paused", flow::pausesTotal);
        metrics.gauge(
                "partitions-held-back",
                "Partitions paused since records of theirs are held back, halted ones included",
                flow::withheld);
        metrics.gauge("decode-waiting", "1 while records wait for their schemas", () -> undecoded.isOn() ? 1 : 0);
        metrics.gauge("dead-letters-pending", "Letters sent and not yet safe", desk::pending);
        metrics.gauge("dead-letters-waiting", "Letters that no destination takes", desk::waiting);
    }

    private double depth() {
        long depth = 0;
        for (Lane lane : router.all()) {
            depth += lane.depth();
        }
        return depth;
    }
}
