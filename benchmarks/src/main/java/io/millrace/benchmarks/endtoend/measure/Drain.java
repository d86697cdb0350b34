/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.PlainRows;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.TargetTable;
import io.millrace.benchmarks.endtoend.rig.WorkerCost.Sample;
import io.millrace.benchmarks.endtoend.subject.PlainUnnest;
import io.millrace.benchmarks.endtoend.subject.Product;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast a topic that is full already is drained into an empty table, and what it costs. What is in the table then is
 * compared with what must be in it. Confined to one thread.
 */
public final class Drain {
    private final Rig rig;
    private final ExpectedContent expected;
    private final Map<String, List<PlainRows>> plainRows = new HashMap<>();

    /**
     * @param rig the servers
     * @param expected what tables must hold
     */
    public Drain(Rig rig, ExpectedContent expected) {
        this.rig = rig;
        this.expected = expected;
    }

    /**
     * Drains a topic.
     *
     * @param subject who
     * @param topic the topic
     * @return figures: rate, and for connectors the cost
     * @throws SQLException if PostgreSQL does not answer
     * @throws IllegalStateException if the sink fails, or the table holds anything else than it must
     */
    public Map<String, Double> measure(Subject subject, LoadedTopic topic) throws SQLException {
        Workload workload = topic.workload();
        TargetTable.Content content = expected.of(workload);
        try (TargetTable table = rig.table(workload.shape())) {
            Map<String, Double> figures = subject.product() == Product.PLAIN
                    ? plain(subject, workload, table)
                    : connector(subject, topic, table, content);
            double seconds = table.seconds(workload.repeatsKeys());
            figures.put(Figures.RATE, workload.records() / seconds);
            return figures;
        }
    }

    private Map<String, Double> connector(
            Subject subject, LoadedTopic topic, TargetTable table, TargetTable.Content content) throws SQLException {
        Workload workload = topic.workload();
        Sample before = rig.cost().sample();
        try (RunningSink sink = RunningSink.start(rig, subject, topic.name(), topic.form(), table)) {
            sink.awaitRow(workload.id(workload.records() - 1), workload.records() - 1);
            Sample used = rig.cost().sample().since(before);
            sink.awaitContent(content);
            Map<String, Double> figures = new HashMap<>();
            figures.put(Figures.VALUE_BYTES, topic.valueBytes());
            figures.put(Figures.CPU, used.cpuNanos() / 1_000.0 / workload.records());
            figures.put(Figures.BYTES, (double) used.bytes() / workload.records());
            return figures;
        }
    }

    private Map<String, Double> plain(Subject subject, Workload workload, TargetTable table) throws SQLException {
        int batch = Integer.parseInt(subject.settings().get(Subject.BATCH));
        int connections = Integer.parseInt(subject.settings().get(Subject.CONNECTIONS));
        List<PlainRows> rows =
                plainRows.computeIfAbsent(workload.name() + "/" + batch, fresh -> PlainRows.of(workload, batch));
        new PlainUnnest(workload.shape(), table.name()).write(rows, connections, rig::connect);
        return new HashMap<>();
    }
}
