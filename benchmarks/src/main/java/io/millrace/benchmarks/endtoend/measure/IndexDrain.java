/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.PlainDocuments;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.SearchIndex;
import io.millrace.benchmarks.endtoend.rig.WorkerCost.Sample;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import io.millrace.benchmarks.endtoend.subject.PlainBulk;
import io.millrace.benchmarks.endtoend.subject.Product;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a topic is drained into an Elasticsearch index, beside hand-written bulk requests of the same documents.
 * Confined to one thread, but for the one that sends those.
 */
public final class IndexDrain implements Measurement {
    private static final long LOOK_NANOS = 10_000_000;
    private static final long SAMPLE_EVERY = 997;

    private final Rig rig;
    private final Map<Workload, String> expected = new HashMap<>();

    /** @param rig the servers */
    public IndexDrain(Rig rig) {
        this.rig = rig;
    }

    @Override
    public Map<String, Double> measure(Subject subject, LoadedTopic topic) throws SQLException, IOException {
        Workload workload = topic.workload();
        try (SearchIndex index = rig.index()) {
            Map<String, Double> figures = subject.product() == Product.PLAIN
                    ? plain(subject, workload, index)
                    : connector(subject, topic, index);
            check(workload, index, subject);
            return figures;
        }
    }

    private Map<String, Double> connector(Subject subject, LoadedTopic topic, SearchIndex index)
            throws SQLException, IOException {
        long records = topic.workload().records();
        Map<String, String> config = ConnectorConfig.elasticsearch(
                subject,
                topic.name(),
                topic.form(),
                index.name(),
                rig.elasticsearch().url(),
                rig.place());
        Sample before = rig.cost().sample();
        RateMeter meter = new RateMeter(records);
        try (RunningSink sink = RunningSink.start(rig.rest(), subject, config)) {
            sink.await(records + " documents", () -> meter.look(index.indexed(), System.nanoTime()));
            Sample used = rig.cost().sample().since(before);
            return new HashMap<>(Map.of(
                    Figures.RATE,
                    meter.rate(),
                    Figures.VALUE_BYTES,
                    topic.valueBytes(),
                    Figures.CPU,
                    used.cpuNanos() / 1_000.0 / records,
                    Figures.BYTES,
                    (double) used.bytes() / records));
        }
    }

    private Map<String, Double> plain(Subject subject, Workload workload, SearchIndex index) throws IOException {
        int batch = Integer.parseInt(subject.settings().get(Subject.BATCH));
        int connections = Integer.parseInt(subject.settings().get(Subject.CONNECTIONS));
        PlainDocuments documents = PlainDocuments.of(workload, batch, index.name());
        PlainBulk bulk = new PlainBulk(rig.elasticsearch().url());
        RateMeter meter = new RateMeter(workload.records());
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try {
            Future<?> sent = sender.submit(() -> {
                bulk.send(documents, connections);
                return null;
            });
            while (!meter.look(index.indexed(), System.nanoTime())) {
                if (sent.isDone()) {
                    // Fails as the requests have failed, if they have.
                    sent.get();
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            sent.get();
        } catch (ExecutionException failure) {
            throw new IOException("Plain bulk requests were not carried out", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while sending bulk requests", interrupted);
        } finally {
            sender.shutdownNow();
        }
        return new HashMap<>(Map.of(Figures.RATE, meter.rate()));
    }

    /** Everybody must leave the same: what the first has left, sums and some documents word by word. */
    private void check(Workload workload, SearchIndex index, Subject subject) {
        StringBuilder found = new StringBuilder(index.content());
        for (long id = 0; id < workload.records(); id += SAMPLE_EVERY) {
            found.append(index.document(id)).append('\n');
        }
        String before = expected.putIfAbsent(workload, found.toString());
        if (before != null && !before.contentEquals(found)) {
            throw new IllegalStateException(subject.id() + " has left other documents than those before it");
        }
    }
}
