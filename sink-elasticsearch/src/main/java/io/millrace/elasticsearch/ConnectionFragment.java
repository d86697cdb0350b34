/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.elasticsearch.TlsSettings.Verification;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import io.millrace.sink.config.TruststoreKeys;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** The cluster, and how it is reached. */
final class ConnectionFragment implements ConfigFragment {
    static final String URL = "connection.url";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String API_KEY = "connection.api.key";
    static final String CONNECT_TIMEOUT = "connection.timeout.ms";
    static final String REQUEST_TIMEOUT = "request.timeout.ms";
    static final String COMPRESSION = "connection.compression";
    static final TruststoreKeys TRUSTSTORE = new TruststoreKeys("connection.ssl.truststore");
    static final String VERIFICATION = "connection.ssl.verification";
    static final String CHECK = "connection.check.enabled";

    private static final int MOST_TIMEOUT_MILLIS = 3_600_000;

    /** How requests are compressed. */
    enum Compression {
        NONE,
        GZIP
    }

    @Override
    public void define(ConfigDef definition) {
        Definitions group = new Definitions(definition, "Cluster");
        group.add(
                        URL,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Urls.VALIDATOR,
                        Importance.HIGH,
                        "URLs",
                        "Addresses of the cluster's nodes or of load balancers before them, separated by commas, for example"
                                + " 'https://search-1:9200,https://search-2:9200'. Requests go to each in turn, past those"
                                + " that do not answer. A path is that of a proxy.")
                .add(USER, Type.STRING, null, Definitions.notBlank(), Importance.HIGH, "User", "Name to log in with.")
                .add(PASSWORD, Type.PASSWORD, null, null, Importance.HIGH, "Password", "Password to log in with.")
                .add(
                        API_KEY,
                        Type.PASSWORD,
                        null,
                        null,
                        Importance.HIGH,
                        "API key",
                        "In place of user and password: an API key, in its encoded form or as 'id:key'.");
        TRUSTSTORE
                .define(group)
                .add(
                        VERIFICATION,
                        Type.STRING,
                        Definitions.name(Verification.FULL),
                        Definitions.oneOf(Verification.class),
                        Importance.LOW,
                        "Verification",
                        "What is checked on https connections. 'full': certificate and host name; 'certificate': the"
                                + " certificate alone; 'none': nothing, so that anybody between us and the cluster could read"
                                + " and write along.")
                .add(
                        CONNECT_TIMEOUT,
                        Type.INT,
                        5_000,
                        Range.between(100, MOST_TIMEOUT_MILLIS),
                        Importance.LOW,
                        "Connect timeout",
                        "Longest wait in ms for a connection.")
                .add(
                        REQUEST_TIMEOUT,
                        Type.INT,
                        60_000,
                        Range.between(100, MOST_TIMEOUT_MILLIS),
                        Importance.MEDIUM,
                        "Request timeout",
                        "Longest wait in ms for the answer to a request, beyond the wait for a connection. After that it is"
                                + " sent again, which does no harm. The cluster itself is told to give up after three"
                                + " quarters of it.")
                .add(
                        COMPRESSION,
                        Type.STRING,
                        Definitions.name(Compression.NONE),
                        Definitions.oneOf(Compression.class),
                        Importance.LOW,
                        "Compression",
                        "How requests are compressed: 'none', or 'gzip' (fastest level), which is worth its processor time"
                                + " where the network is slow or paid for.")
                .add(
                        CHECK,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Check connection",
                        "Whether validation of a configuration asks the cluster: wrong login, unknown host and untrusted"
                                + " certificate are refused then. A cluster that does not answer is no reason to refuse.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        boolean password = config.posted(PASSWORD) != null;
        boolean user = config.posted(USER) != null;
        if (config.posted(API_KEY) != null && (user || password)) {
            problems.add(API_KEY, "is set beside '" + (user ? USER : PASSWORD) + "'; use one or the other");
        } else if (password && !user) {
            problems.add(USER, "must be set, since '" + PASSWORD + "' is");
        } else if (user && !password) {
            problems.add(PASSWORD, "must be set, since '" + USER + "' is");
        }
        checkTls(config, problems);
        Number connect = config.number(CONNECT_TIMEOUT);
        Number request = config.number(REQUEST_TIMEOUT);
        Long poll = longOf(config.posted("consumer.override.max.poll.interval.ms"));
        if (request != null && connect != null && poll != null && request.longValue() + connect.longValue() >= poll) {
            problems.add(
                    REQUEST_TIMEOUT,
                    "is " + request + ", with '" + CONNECT_TIMEOUT
                            + "' (" + connect + ") not below 'consumer.override.max.poll.interval.ms' (" + poll
                            + "): the worker would take its partitions away while it waits for one answer");
        }
    }

    private static @Nullable Long longOf(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            // Kafka's own validation tells.
            return null;
        }
    }

    private static void checkTls(ConfigView config, Problems problems) {
        boolean https = config.list(URL).stream().anyMatch(url -> url.strip().startsWith("https"));
        if (config.text(TRUSTSTORE.location()) != null
                && !https
                && !config.list(URL).isEmpty()) {
            problems.add(
                    TRUSTSTORE.location(), "has no meaning, since no address in '" + URL + "' begins with 'https://'");
        } else {
            TRUSTSTORE.check(config, problems);
        }
    }

    /** The settings of a configuration that has been checked. */
    static ConnectionSettings read(AbstractConfig config) {
        return new ConnectionSettings(
                config.getList(URL).stream().map(Urls::parse).toList(),
                Optional.ofNullable(config.getString(USER)),
                Optional.ofNullable(config.getPassword(PASSWORD)),
                Optional.ofNullable(config.getPassword(API_KEY)),
                new TlsSettings(
                        TRUSTSTORE.read(config),
                        Definitions.constant(Verification.class, config.getString(VERIFICATION))),
                Duration.ofMillis(config.getInt(CONNECT_TIMEOUT)),
                Duration.ofMillis(config.getInt(REQUEST_TIMEOUT)),
                Definitions.constant(Compression.class, config.getString(COMPRESSION)) == Compression.GZIP);
    }
}
