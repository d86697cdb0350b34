/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dlq.FailedRecord;
import io.millrace.dlq.Failure;
import io.millrace.dlq.FailureCode;
import io.millrace.dlq.Fingerprint;
import io.millrace.dlq.Stage;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class LetterGroupsTest {
    private final SinkMetrics metrics = new SinkMetrics();

    private static FailedRecord died(String table, String message, long at) {
        SinkRecord record = new SinkRecord("orders", 0, null, null, null, null, at);
        Failure why = new Failure.Rejected(FailureCode.of("jdbc", "22001"), message, null);
        return new FailedRecord(record, Stage.WRITE, why, "UPSERT", table, 1, at, at);
    }

    private double value(Map<String, String> labels, String name) {
        return metrics.letters().shown().get(labels).stream()
                .filter(gauge -> gauge.name().equals(name))
                .findAny()
                .orElseThrow()
                .value()
                .getAsDouble();
    }

    private static Map<String, String> labels(FailedRecord failed) {
        return Map.of(
                "class",
                "RECORD",
                "code",
                "jdbc.22001",
                "destination",
                String.valueOf(failed.destination()),
                "fingerprint",
                Fingerprint.of(failed).value());
    }

    @Test
    void lettersOfOneCause_areCountedTogether_whateverTheirValues() {
        FailedRecord first = died("orders", "value of 17 characters is too long for column 'name'", 1_000);
        metrics.letterGroups().written(first);
        metrics.letterGroups().written(died("orders", "value of 99 characters is too long for column 'name'", 3_000));
        FailedRecord other = died("orders", "value of 17 characters is too long for column 'city'", 2_000);
        metrics.letterGroups().written(other);

        assertThat(metrics.letters().shown()).containsOnlyKeys(labels(first), labels(other));
        assertThat(value(labels(first), "letters-total")).isEqualTo(2);
        assertThat(value(labels(first), "last-letter-ms")).isEqualTo(3_000);
        assertThat(value(labels(other), "letters-total")).isEqualTo(1);
    }

    /** Whoever watches must not be flooded, and sums must stay right. */
    @Test
    void groupsAreBounded_andSumsStayRight() {
        String often = "orders";
        int tables = 3 * LetterGroups.MOST;
        for (int i = 0; i < tables; i++) {
            metrics.letterGroups().written(died(often, "is always there", i));
            metrics.letterGroups().written(died("t" + (char) ('a' + i % 26) + (char) ('a' + i / 26), "comes once", i));
        }

        assertThat(metrics.letters().shown())
                .hasSize(LetterGroups.MOST + 1)
                .containsKey(labels(died(often, "is always there", 0)));
        double sum = metrics.letters().shown().values().stream()
                .flatMap(gauges -> gauges.stream())
                .filter(gauge -> gauge.name().equals("letters-total"))
                .mapToDouble(gauge -> gauge.value().getAsDouble())
                .sum();
        assertThat(sum).isEqualTo(2.0 * tables);
        assertThat(value(labels(died(often, "is always there", 0)), "letters-total"))
                .isEqualTo(tables);
        assertThat(value(
                        Map.of("class", "RECORD", "code", "other", "destination", "other", "fingerprint", "other"),
                        "letters-total"))
                .isEqualTo(tables - (LetterGroups.MOST - 1));
    }

    @Test
    void groups_areMBeans_untilTheTaskEnds() throws Exception {
        FailedRecord failed = died("orders", "is too long", 1_000);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName group = new ObjectName("io.millrace:type=dead-letters,connector=\"letters\",task=7,class=\"RECORD\","
                + "code=\"jdbc.22001\",destination=\"orders\",fingerprint=\""
                + Fingerprint.of(failed).value() + '"');
        JmxBinding binding = JmxBinding.register("letters", 7, metrics);
        assertThat(server.isRegistered(group)).isFalse();
        metrics.letterGroups().written(failed);
        assertThat(server.getAttribute(group, "letters-total")).isEqualTo(1.0);
        binding.close();
        assertThat(server.isRegistered(group)).isFalse();
    }
}
