/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.testkit.server.ConnectCluster;
import io.millrace.testkit.server.ConnectWorker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.jspecify.annotations.Nullable;

/** Reads the sinks' own metrics from the workers' JMX. Confined to one thread. */
public final class SinkMetrics implements AutoCloseable {
    private static final String RECEIVED = "records-received-total";
    private static final String P50 = "source-to-ack-latency-p50-ms";
    private static final String P99 = "source-to-ack-latency-p99-ms";

    private final ConnectCluster cluster;
    private final Map<ConnectWorker, JMXConnector> connections = new HashMap<>();

    SinkMetrics(ConnectCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What a sink says about itself.
     *
     * @param received records it has got from Kafka since its tasks were started
     * @param p50Millis median time from the commit at the source to the target's acknowledgement, last ten seconds, of
     *     its slowest task; NaN if nothing was written
     * @param p99Millis the same, 99th percentile
     */
    public record Sample(double received, double p50Millis, double p99Millis) {
        static final Sample NONE = new Sample(0, Double.NaN, Double.NaN);

        private Sample plus(Sample other) {
            return new Sample(
                    received + other.received, worse(p50Millis, other.p50Millis), worse(p99Millis, other.p99Millis));
        }

        private static double worse(double one, double other) {
            return Double.isNaN(one) || other > one ? other : one;
        }
    }

    Sample read(String connector) {
        Sample sum = Sample.NONE;
        for (ConnectWorker worker : cluster.workers()) {
            Sample here = worker.running() ? read(worker, connector) : null;
            if (here != null) {
                sum = sum.plus(here);
            }
        }
        return sum;
    }

    /** Null if the worker cannot be asked at the moment, such as one that is just being killed. */
    private @Nullable Sample read(ConnectWorker worker, String connector) {
        try {
            JMXConnector connection = connections.get(worker);
            if (connection == null) {
                connection = worker.openJmx();
                connections.put(worker, connection);
            }
            return read(connection.getMBeanServerConnection(), connector);
        } catch (IOException | JMException gone) {
            connections.remove(worker);
            return null;
        }
    }

    private static Sample read(MBeanServerConnection beans, String connector) throws IOException, JMException {
        ObjectName tasks = new ObjectName("io.millrace:type=sink-task,connector=" + ObjectName.quote(connector) + ",*");
        Sample sum = Sample.NONE;
        Set<ObjectName> names = beans.queryNames(tasks, null);
        for (ObjectName task : names) {
            sum = sum.plus(new Sample(
                    number(beans.getAttribute(task, RECEIVED)),
                    number(beans.getAttribute(task, P50)),
                    number(beans.getAttribute(task, P99))));
        }
        return sum;
    }

    private static double number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<ConnectWorker, JMXConnector> connection : connections.entrySet()) {
            if (connection.getKey().running()) {
                connection.getValue().close();
            }
        }
    }
}
