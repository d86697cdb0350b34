/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

/**
 * Servers shared by all tests of this JVM: each is started at its first use and ends with the JVM.
 *
 * <p>Take a database, topic, index or bucket of your own on them. A test that kills or suspends one must have it
 * running again at its end ({@link LocalServer#restart}); a test that changes settings starts a server of its own.
 * Thread-safe.
 */
public final class TestServers {
    private static final Shared<PostgresServer> POSTGRES = new Shared<>(PostgresServer::start);
    private static final Shared<MariaDbServer> MARIADB = new Shared<>(MariaDbServer::start);
    private static final Shared<KafkaBroker> KAFKA = new Shared<>(KafkaBroker::start);
    private static final Shared<ElasticsearchServer> ELASTICSEARCH = new Shared<>(ElasticsearchServer::start);
    private static final Shared<S3Server> S3 = new Shared<>(S3Server::start);

    private TestServers() {}

    /**
     * The shared PostgreSQL server.
     *
     * @return the server, ready
     * @throws ServerFailure if it does not get ready
     */
    public static PostgresServer postgres() {
        return POSTGRES.get();
    }

    /**
     * The shared MariaDB server.
     *
     * @return the server, ready
     * @throws ServerFailure if it does not get ready
     */
    public static MariaDbServer mariadb() {
        return MARIADB.get();
    }

    /**
     * The shared Kafka broker.
     *
     * @return the broker, ready
     * @throws ServerFailure if it does not get ready
     */
    public static KafkaBroker kafka() {
        return KAFKA.get();
    }

    /**
     * The shared Elasticsearch node.
     *
     * @return the node, ready
     * @throws ServerFailure if it does not get ready
     */
    public static ElasticsearchServer elasticsearch() {
        return ELASTICSEARCH.get();
    }

    /**
     * The shared S3 store.
     *
     * @return the store, ready
     * @throws ServerFailure if it does not get ready
     */
    public static S3Server s3() {
        return S3.get();
    }
}
