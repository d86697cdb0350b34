/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.result.Figures;
import io.millrace.benchmarks.endtoend.rig.Bucket;
import io.millrace.benchmarks.endtoend.rig.LoadedTopic;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.WorkerCost.Sample;
import io.millrace.benchmarks.endtoend.subject.ConnectorConfig;
import io.millrace.benchmarks.endtoend.subject.Product;
import io.millrace.benchmarks.endtoend.subject.Subject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * How fast a topic is drained into objects of a bucket, beside a program that packs the same lines into objects of the
 * same size and puts them, one after another. Confined to one thread.
 *
 * <p>The clock runs from the first object to the last but one: the last is not full and has waited for its time.
 */
public final class ObjectDrain implements Measurement {
    private static final double NANOS = 1e9;

    private final Rig rig;
    private final Map<Workload, List<List<String>>> written = new HashMap<>();

    /** @param rig the servers */
    public ObjectDrain(Rig rig) {
        this.rig = rig;
    }

    @Override
    public Map<String, Double> measure(Subject subject, LoadedTopic topic) throws SQLException, IOException {
        Workload workload = topic.workload();
        try (Bucket bucket = rig.bucket()) {
            if (subject.product() == Product.PLAIN) {
                return plain(objects(topic), bucket);
            }
            Map<String, Double> figures = connector(subject, topic, bucket);
            List<List<String>> objects = List.copyOf(bucket.lines().values());
            List<String> lines = all(objects);
            List<List<String>> before = written.putIfAbsent(workload, objects);
            if (lines.size() != workload.records() || before != null && !lines.equals(all(before))) {
                throw new IllegalStateException(subject.id() + " has left " + lines.size() + " lines in "
                        + bucket.name() + "; they must be " + workload.records() + ", the same every time");
            }
            return figures;
        }
    }

    private static List<String> all(List<List<String>> objects) {
        List<String> lines = new ArrayList<>();
        objects.forEach(lines::addAll);
        return lines;
    }

    private Map<String, Double> connector(Subject subject, LoadedTopic topic, Bucket bucket)
            throws SQLException, IOException {
        long records = topic.workload().records();
        Map<String, String> config =
                ConnectorConfig.s3(subject, topic.name(), topic.form(), bucket.name(), rig.s3(), rig.place());
        Sample before = rig.cost().sample();
        Sightings sightings = new Sightings();
        try (RunningSink sink = RunningSink.start(rig.rest(), subject, config)) {
            // Offsets are committed for what is in the bucket.
            sink.await("committed offset " + records, () -> {
                sightings.look(bucket.keys().size());
                return rig.committed(sink.group(), topic.name()) >= records;
            });
            Sample used = rig.cost().sample().since(before);
            return new HashMap<>(Map.of(
                    Figures.RATE,
                    sightings.rate(List.copyOf(bucket.lines().values())),
                    Figures.VALUE_BYTES,
                    topic.valueBytes(),
                    Figures.CPU,
                    used.cpuNanos() / 1_000.0 / records,
                    Figures.BYTES,
                    (double) used.bytes() / records));
        }
    }

    /** The lines of our sink's objects, as it has written them before, or as it writes them now. */
    private List<List<String>> objects(LoadedTopic topic) throws SQLException, IOException {
        if (!written.containsKey(topic.workload())) {
            measure(new Subject("reference", Product.MILLRACE, Map.of()), topic);
        }
        return written.getOrDefault(topic.workload(), List.of());
    }

    private static Map<String, Double> plain(List<List<String>> objects, Bucket bucket) throws IOException {
        Sightings sightings = new Sightings();
        for (int i = 0; i < objects.size(); i++) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(packed)) {
                for (String line : objects.get(i)) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
            bucket.put(String.format(java.util.Locale.ROOT, "plain/%06d.jsonl.gz", i), packed.toByteArray());
            sightings.look(i + 1);
        }
        return new HashMap<>(Map.of(Figures.RATE, sightings.rate(objects)));
    }

    /** When objects came, as seen by listing them. */
    private static final class Sightings {
        private final List<Integer> counts = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();

        void look(int count) {
            if (count > 0 && (counts.isEmpty() || count > counts.get(counts.size() - 1))) {
                counts.add(count);
                times.add(System.nanoTime());
            }
        }

        /** Rows per second from the first sighting to the last before the end; the last object has waited for its time. */
        double rate(List<List<String>> objects) {
            int last = counts.size() - 2;
            if (last < 1) {
                throw new IllegalStateException(
                        objects.size() + " objects were seen at " + counts.size() + " times: too few for a rate");
            }
            long rows = 0;
            for (List<String> lines : objects.subList(counts.get(0), counts.get(last))) {
                rows += lines.size();
            }
            return rows * NANOS / (times.get(last) - times.get(0));
        }
    }
}
