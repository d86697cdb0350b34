/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.PlainRows;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.TargetTable;
import io.millrace.benchmarks.endtoend.rig.WorkerCost.Sample;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import io.millrace.benchmarks.endtoend.subject.PlainUnnest;
import io.millrace.benchmarks.endtoend.subject.Product;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast a topic that is full already is drained into an empty table, and what it costs. What is in the table then is
 * compared with what must be in it. Confined to one thread.
 */
public final class Drain implements Measurement {
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

    @Override
    public Map<String, Double> measure(Subject subject, LoadedTopic topic) throws SQLException, IOException {
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
            Subject subject, LoadedTopic topic, TargetTable table, TargetTable.Content content)
            throws SQLException, IOException {
        Workload workload = topic.workload();
        int last = workload.records() - 1;
        Map<String, String> config = ConnectorConfig.of(subject, topic.name(), topic.form(), table.name(), rig.place());
        Sample before = rig.cost().sample();
        try (RunningSink sink = RunningSink.start(rig.rest(), subject, config)) {
            sink.await("event " + last, () -> table.revision(workload.id(last)) == last);
            Sample used = rig.cost().sample().since(before);
            // With several connections the last row may come before others.
            sink.await("the rows it must leave", () -> table.content().equals(content));
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
                plainRows.computeIfAbsent(workload + "/" + batch, fresh -> PlainRows.of(workload, batch));
        new PlainUnnest(workload.shape(), table.name()).write(rows, connections, rig::connect);
        return new HashMap<>();
    }
}
