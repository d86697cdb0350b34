/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

import io.millrace.sink.decode.DecodeSettings;
import io.millrace.sink.decode.KeySource;
import io.millrace.sink.decode.TopicSettings;
import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.metrics.Gauge;
import io.millrace.sink.metrics.SinkMetrics;
import io.millrace.sink.pipeline.PipelineSettings;
import io.millrace.sink.pipeline.SinkPipeline;
import io.millrace.sink.record.Destination;
import io.millrace.testkit.memory.MemoryServer;
import io.millrace.testkit.memory.MemoryTarget;
import io.millrace.testkit.simulation.ManualExecutor;
import io.millrace.testkit.simulation.ManualTime;
import io.millrace.testkit.simulation.SimulatedWorker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    @Test
    void page_isFresh() throws Exception {
        StringBuilder page = new StringBuilder(
                """
                # Metrics

                One MBean per task, `io.millrace:type=sink-task,connector="<name>",task=<number>`; every attribute is a number.
                Percentiles are over the last ten seconds and NaN when nothing happened. Generated from the code; a test fails
                when this page is stale.

                What to watch:

                * `oldest-unsettled-age-ms` grows: records are not getting through. `breaker-open` says whether the target is
                  down, `destinations-blocked` whether some of its tables or indices are, `dead-letters-waiting` whether
                  letters find no place, `failures-*-total` what is going wrong.
                * `source-to-ack-latency-p99-ms` is the time from the commit at the source to the target's acknowledgement, as
                  far as the two machines' clocks agree.
                * Records are conserved: `records-received-total` is the sum of applied, deduplicated, dead-lettered, skipped and
                  revoked ones and of those still under way.

                A destination that takes no writes while others do has an MBean of its own for as long as that lasts,
                `io.millrace:type=blocked-destination,connector="<name>",task=<number>,destination="<name>",code="<failure code>"`,
                with `blocked-since-ms` (ms since the epoch), `failed-probes-total` and `held-back-records`. There are at most a
                hundred for a task; `destinations-blocked` counts all. Where a sink holds back partitions as a whole (S3), its
                destination is the partition's lane.

                Letters are counted by their cause, each in an MBean of its own from the first of them on,
                `io.millrace:type=dead-letters,connector="<name>",task=<number>,class="<class>",code="<failure code>",destination="<name>",fingerprint="<16 digits>"`,
                with `letters-total`, which counts since the task began, and `last-letter-ms` (ms since the epoch). The fingerprint is
                what `dlq groups` shows. There are at most eighty for a task: then the group that got no letter for longest goes into
                one of the same class whose code, destination and fingerprint are `other`, so that sums over a class stay right.

                | metric | what it says |
                | --- | --- |
                """);
        for (Gauge gauge : gauges()) {
            page.append("| `")
                    .append(gauge.name())
                    .append("` | ")
                    .append(gauge.description())
                    .append(" |\n");
        }
        GeneratedPage.assertFresh("docs/metrics.md", page.toString());
    }

    private static List<Gauge> gauges() {
        SinkMetrics metrics = new SinkMetrics();
        ManualTime time = new ManualTime();
        TopicSettings topic = new TopicSettings(new Destination("t"), KeySource.RECORD_KEY, List.of(), true, false);
        PipelineSettings settings = new PipelineSettings(
                "metrics",
                new DecodeSettings("unavailable", true, name -> topic),
                new RetrySettings(
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Optional.empty(),
                        false,
                        FailureOverrides.NONE),
                1,
                1_024,
                1_024,
                Duration.ZERO);
        try (SinkPipeline pipeline = new SinkPipeline(
                settings,
                new MemoryTarget(new MemoryServer(MemoryServer.Keeping.ROWS), 1, true),
                new SimulatedWorker(),
                null,
                new ManualExecutor(time),
                metrics,
                time,
                new Random(1))) {
            pipeline.put(List.of());
            return metrics.gauges();
        }
    }
}
