/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.pipeline;

import io.millrace.testkit.server.ElasticsearchServer;
import io.millrace.testkit.server.KafkaBroker;
import io.millrace.testkit.server.LocalServer;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.S3Server;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All servers but the Connect workers, started side by side. Each accessor waits until its server is ready. They end
 * with this JVM at the latest. Thread-safe.
 */
public final class Servers implements AutoCloseable {
    private final ExecutorService starters = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "server-start");
        thread.setDaemon(true);
        return thread;
    });
    private final Consumer<String> ready;
    private final CompletableFuture<KafkaBroker> kafka;
    private final CompletableFuture<PostgresServer> source;
    private final CompletableFuture<PostgresServer> replica;
    private final CompletableFuture<ElasticsearchServer> elasticsearch;
    private final CompletableFuture<S3Server> s3;

    private Servers(Consumer<String> ready) {
        this.ready = ready;
        // What the longest chain waits for comes first.
        kafka = start("Kafka", KafkaBroker::start, KafkaBroker::bootstrapServers);
        source = start("source PostgreSQL", PostgresServer::start, server -> "127.0.0.1:" + server.port());
        replica = start("replica PostgreSQL", PostgresServer::start, server -> "127.0.0.1:" + server.port());
        elasticsearch = start("Elasticsearch", ElasticsearchServer::start, server -> server.url()
                .toString());
        s3 = start("S3 (S3Proxy)", S3Server::start, server -> server.endpoint().toString());
    }

    /**
     * Begins to start all servers.
     *
     * @param ready is told about each server that is ready, in one line, by any thread
     * @return the servers, on their way
     */
    public static Servers launch(Consumer<String> ready) {
        return new Servers(ready);
    }

    private interface Address<T> {
        String of(T server);
    }

    private <T extends LocalServer> CompletableFuture<T> start(String name, Supplier<T> start, Address<T> address) {
        return background(() -> {
            T server = start.get();
            report(name, address.of(server));
            return server;
        });
    }

    <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, starters);
    }

    void report(String name, String address) {
        ready.accept(String.format("%-20s %s", name, address));
    }

    /**
     * The broker.
     *
     * @return it, ready
     */
    public KafkaBroker kafka() {
        return await(kafka);
    }

    /**
     * The server of the source database.
     *
     * @return it, ready
     */
    public PostgresServer source() {
        return await(source);
    }

    /**
     * The server of the replica database.
     *
     * @return it, ready
     */
    public PostgresServer replica() {
        return await(replica);
    }

    /**
     * The Elasticsearch node.
     *
     * @return it, ready
     */
    public ElasticsearchServer elasticsearch() {
        return await(elasticsearch);
    }

    /**
     * The S3 store.
     *
     * @return it, ready
     */
    public S3Server s3() {
        return await(s3);
    }

    /** Waits, and fails as the work itself has failed. */
    static <T> T await(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Ends all servers that are ready; one that is still on its way ends with this JVM. */
    @Override
    public void close() {
        starters.shutdownNow();
        for (CompletableFuture<? extends LocalServer> server : List.of(kafka, source, replica, elasticsearch, s3)) {
            if (server.isDone() && !server.isCompletedExceptionally()) {
                server.join().close();
            }
        }
    }
}
