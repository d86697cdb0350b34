/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import io.millrace.testkit.server.ConnectWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/**
 * What the worker's JVM has used up, by JMX: nothing is added to that JVM for it. Confined to one thread.
 *
 * <p>Bytes are those of the threads that live: read them before the tasks end.
 */
public final class WorkerCost implements AutoCloseable {
    private final JMXConnector connector;

    private WorkerCost(JMXConnector connector) {
        this.connector = connector;
    }

    static WorkerCost open(ConnectWorker worker) {
        try {
            return new WorkerCost(worker.openJmx());
        } catch (IOException failure) {
            throw new UncheckedIOException("The worker does not answer by JMX", failure);
        }
    }

    /**
     * What has been used up since the JVM began.
     *
     * @param cpuNanos processor time of all its threads in ns, collector and compilers included
     * @param bytes allocated by the threads that live
     */
    public record Sample(long cpuNanos, long bytes) {
        /**
         * What has been used up since.
         *
         * @param earlier a sample of the same JVM
         * @return the difference
         */
        public Sample since(Sample earlier) {
            return new Sample(cpuNanos - earlier.cpuNanos, bytes - earlier.bytes);
        }
    }

    /**
     * What has been used up until now.
     *
     * @return a sample
     */
    public Sample sample() {
        try {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName threads = new ObjectName("java.lang:type=Threading");
            long[] ids = (long[]) beans.getAttribute(threads, "AllThreadIds");
            long[] bytes = (long[]) beans.invoke(
                    threads, "getThreadAllocatedBytes", new Object[] {ids}, new String[] {long[].class.getName()});
            long sum = 0;
            for (long each : bytes) {
                // -1 for a thread that has ended meanwhile.
                sum += Math.max(0, each);
            }
            Object cpu = beans.getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "ProcessCpuTime");
            return new Sample((Long) cpu, sum);
        } catch (IOException | JMException failure) {
            throw new IllegalStateException("The worker does not say what it has used", failure);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException gone) {
            throw new UncheckedIOException("The connection to the worker's JMX could not be closed", gone);
        }
    }
}
