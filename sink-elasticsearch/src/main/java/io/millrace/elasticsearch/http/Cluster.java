/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch.http;

import io.millrace.elasticsearch.ConnectionSettings;
import io.millrace.elasticsearch.TlsSettings.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;

/** Connections to a cluster, shared by a task's lanes. Thread-safe. */
public final class Cluster implements AutoCloseable {
    /** One more than the lanes need, so that nobody waits for a connection that is being closed. */
    private static final int SPARE_CONNECTIONS = 1;

    private static final int MOST_IO_THREADS = 2;

    private final RestClient client;
    private final ConnectionSettings settings;

    /**
     * Does not connect yet.
     *
     * @param connections how many requests are under way at the same time
     */
    public Cluster(ConnectionSettings settings, int connections) {
        this.settings = settings;
        this.client = builder(settings, connections).build();
    }

    private static RestClientBuilder builder(ConnectionSettings settings, int connections) {
        HttpHost[] hosts = settings.urls().stream()
                .map(url -> new HttpHost(url.getHost(), port(url.getPort(), url.getScheme()), url.getScheme()))
                .toArray(HttpHost[]::new);
        RestClientBuilder builder = RestClient.builder(hosts)
                .setDefaultHeaders(authorization(settings))
                .setRequestConfigCallback(request -> request.setConnectTimeout(
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .setConnectionRequestTimeout(
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .setSocketTimeout(
                                Math.toIntExact(settings.requestTimeout().toMillis())))
                .setHttpClientConfigCallback(http -> configure(http, settings, connections));
        String path = settings.urls().get(0).getPath();
        return path == null || path.isEmpty() || path.equals("/") ? builder : builder.setPathPrefix(path);
    }

    private static int port(int port, String scheme) {
        if (port >= 0) {
            return port;
        }
        return scheme.equals("https") ? 443 : 80;
    }

    private static HttpAsyncClientBuilder configure(
            HttpAsyncClientBuilder http, ConnectionSettings settings, int connections) {
        http.setMaxConnPerRoute(connections + SPARE_CONNECTIONS)
                .setMaxConnTotal(
                        (connections + SPARE_CONNECTIONS) * settings.urls().size())
                // Redirects and cookies are nothing that a cluster asks for; a proxy's login page would.
                .disableCookieManagement()
                .setDefaultIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(Math.min(connections, MOST_IO_THREADS))
                        .setSoKeepAlive(true)
                        .setTcpNoDelay(true)
                        .setConnectTimeout(
                                Math.toIntExact(settings.connectTimeout().toMillis()))
                        .build());
        if (settings.urls().stream().anyMatch(url -> url.getScheme().equals("https"))) {
            http.setSSLContext(tls(settings));
            if (settings.tls().verification() != Verification.FULL) {
                http.setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE);
            }
        }
        return http;
    }

    private static SSLContext tls(ConnectionSettings settings) {
        try {
            return Tls.context(settings.tls());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException("The truststore cannot be used any more: " + e);
        }
    }

    /** Sent with the first request, not only when asked for. */
    private static Header[] authorization(ConnectionSettings settings) {
        Optional<String> value = settings.apiKey().map(key -> "ApiKey " + encoded(key.value()));
        if (value.isEmpty() && settings.user().isPresent()) {
            String login = settings.user().get() + ":"
                    + settings.password().map(Password::value).orElse("");
            value = Optional.of("Basic " + base64(login));
        }
        return value.stream()
                .map(text -> new BasicHeader(HttpHeaders.AUTHORIZATION, text))
                .toArray(Header[]::new);
    }

    private static String encoded(String apiKey) {
        return apiKey.contains(":") ? base64(apiKey) : apiKey;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One more conversation with the cluster. */
    public Caller caller() {
        return new Caller(client, settings.requestTimeout().plus(settings.connectTimeout()), settings.gzip());
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The connections to Elasticsearch cannot be closed", e);
        }
    }
}
