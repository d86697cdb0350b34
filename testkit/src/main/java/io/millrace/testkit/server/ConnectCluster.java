/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Distributed Connect workers of one group on one broker.
 *
 * <p>Each cluster has a group and internal topics of its own, so that many may use the same broker. Thread-safe.
 */
public final class ConnectCluster implements AutoCloseable {
    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final String bootstrapServers;
    private final String group;
    private final ConnectOptions options;
    private final List<ConnectWorker> workers = new CopyOnWriteArrayList<>();

    private ConnectCluster(String bootstrapServers, ConnectOptions options) {
        this.bootstrapServers = bootstrapServers;
        this.options = options;
        this.group = "connect-cluster-" + ProcessHandle.current().pid() + "-" + GROUPS.incrementAndGet();
    }

    /**
     * Starts a cluster.
     *
     * @param bootstrapServers host and port of the broker
     * @param workers how many workers, at least one
     * @param options settings of each worker
     * @return the cluster, every worker ready
     * @throws ServerFailure if a worker does not get ready; the message holds the end of its log
     */
    public static ConnectCluster start(String bootstrapServers, int workers, ConnectOptions options) {
        ConnectCluster cluster = new ConnectCluster(bootstrapServers, options);
        try {
            for (int index = 0; index < workers; index++) {
                cluster.startWorker();
            }
        } catch (ServerFailure failure) {
            cluster.close();
            throw failure;
        }
        return cluster;
    }

    /**
     * Starts one worker more.
     *
     * @return the worker, ready
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public ConnectWorker startWorker() {
        ConnectWorker worker = ConnectWorker.start(bootstrapServers, group, options);
        workers.add(worker);
        return worker;
    }

    /**
     * All workers started, killed ones included.
     *
     * @return workers in the order of their start
     */
    public List<ConnectWorker> workers() {
        return List.copyOf(workers);
    }

    /**
     * The worker with the given id, as status replies name it.
     *
     * @param workerId host and port of its REST interface
     * @return the worker
     */
    public ConnectWorker worker(String workerId) {
        return workers.stream()
                .filter(worker -> worker.restUrl().getAuthority().equals(workerId))
                .findFirst()
                .orElseThrow(() -> new ServerFailure("No worker " + workerId + " in " + group + "; there are "
                        + workers.stream().map(ConnectWorker::restUrl).toList()));
    }

    /**
     * Root of the REST interface of a running worker.
     *
     * @return the address
     */
    public URI restUrl() {
        return runningWorker().restUrl();
    }

    /**
     * The REST interface of a running worker.
     *
     * @return a client of that worker alone: ask again after killing one
     */
    public ConnectRest rest() {
        return runningWorker().rest();
    }

    /**
     * What there is to say of a connector that does not do what it should, for the message of a test that fails.
     *
     * @param connector its name
     * @return its status as each worker tells it, and the ends of the workers' logs
     */
    public String describe(String connector) {
        StringBuilder text = new StringBuilder();
        for (ConnectWorker worker : workers) {
            text.append(System.lineSeparator()).append(worker.restUrl()).append(": ");
            try {
                text.append(worker.rest().status(connector));
            } catch (ServerFailure silent) {
                text.append(silent.getMessage());
            }
            text.append(System.lineSeparator()).append(LastLines.of(worker.log()));
        }
        return text.toString();
    }

    /** Ends all workers. */
    @Override
    public void close() {
        workers.forEach(ConnectWorker::close);
    }

    private ConnectWorker runningWorker() {
        return workers.stream()
                .filter(ConnectWorker::running)
                .findFirst()
                .orElseThrow(() -> new ServerFailure("No worker of " + group + " is running; start one."));
    }
}
