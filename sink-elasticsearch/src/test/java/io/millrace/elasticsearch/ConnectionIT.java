/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.contract.Orders;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a cluster: TLS, logins, several nodes, and what validation finds out about them. */
class ConnectionIT {
    private static final String BASIC = "Basic ZWxhc3RpYzpzZWNyZXQ=";
    private static final String API_KEY = "ApiKey aWQ6c2VjcmV0";

    private final TestIndex index = new TestIndex();
    private final Orders orders = new Orders();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer front;

    @TempDir
    private Path folder;

    @AfterEach
    void stopFront() {
        if (front != null) {
            front.stop(0);
        }
    }

    /** A front before the real server, which asks for a login and may speak TLS. */
    private URI front(String login, boolean tls) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (tls) {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(serverContext()));
            front = https;
        } else {
            front = HttpServer.create(address, 0);
        }
        front.createContext("/", exchange -> forward(exchange, login, ""));
        front.start();
        return URI.create(
                (tls ? "https" : "http") + "://127.0.0.1:" + front.getAddress().getPort());
    }

    private SSLContext serverContext() throws Exception {
        TestCertificates certificates = TestCertificates.write(folder);
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = TestCertificates.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(certificates.keystore())) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void forward(HttpExchange exchange, String login, String prefix) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"security\"");
                reply(
                        exchange,
                        401,
                        "{\"error\":{\"type\":\"security_exception\",\"reason\":\"who?\"}}"
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(index.server()
                            .url()
                            .resolve(exchange.getRequestURI().toString().substring(prefix.length())))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                    .header("Content-Type", "application/json")
                    .build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            reply(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    private Map<String, List<String>> validate(URI url, String... settings) {
        Map<String, List<String>> problems = new HashMap<>();
        new ElasticsearchSinkConnector()
                .validate(index.config(url, settings)).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .forEach(value -> problems.put(value.name(), value.errorMessages()));
        return problems;
    }

    private TaskRun task(URI url, String... settings) {
        return new TaskRun(new ElasticsearchSinkTask(), index.config(url, settings));
    }

    private void assertWrites(URI url, String... settings) {
        assertThat(validate(url, settings)).isEmpty();
        try (TaskRun task = task(url, settings)) {
            task.put(orders.create(1, "a", 1, "n").updateWithoutNote(1, "b", 2).take())
                    .drain();
            task.put(orders.updateWithoutNote(1, "c", 3).take()).drain();
        }
        assertThat(index.documents("orders").get("1").get("note").asText()).isEqualTo("n");
        index.server().rest().deleteIndex(index.name("orders"));
    }

    @Test
    void plainServer_isFine() {
        assertWrites(index.server().url());
    }

    @Test
    void login_isSentWithTheFirstRequest() throws Exception {
        URI url = front(BASIC, false);

        assertWrites(url, "connection.user", "elastic", "connection.password", "secret");
    }

    @Test
    void apiKey_inBothForms() throws Exception {
        URI url = front(API_KEY, false);

        assertWrites(url, "connection.api.key", "id:secret");
        assertWrites(url, "connection.api.key", "aWQ6c2VjcmV0");
    }

    @Test
    void wrongLogin_isRefusedOnItsKey() throws Exception {
        URI url = front(BASIC, false);

        assertThat(validate(url, "connection.user", "elastic", "connection.password", "wrong"))
                .containsOnlyKeys("connection.password");
        assertThat(validate(url, "connection.api.key", "wrong")).containsOnlyKeys("connection.api.key");
        assertThat(validate(url)).containsOnlyKeys("connection.user");
        assertThat(validate(url, "connection.check.enabled", "false")).isEmpty();
        assertThat(validate(url, "connection.user", "elastic", "connection.password", "wrong")
                        .toString())
                .doesNotContain("wrong");
    }

    @Test
    void wrongLogin_failsTask() throws Exception {
        URI url = front(BASIC, false);
        try (TaskRun task = task(url, "connection.user", "elastic", "connection.password", "wrong")) {
            assertThat(catchThrowable(() ->
                            task.put(orders.create(1, "a", 1, null).take()).drain()))
                    .isInstanceOf(ConnectException.class)
                    .message()
                    .contains("401", "'connection.password'")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void tls_withCertificateOfOurOwn() throws Exception {
        URI url = front(BASIC, true);
        String[] login = {"connection.user", "elastic", "connection.password", "secret"};
        String pem = folder.resolve("server.pem").toString();
        String store = folder.resolve("trust.p12").toString();

        assertWrites(url, with(login, "connection.ssl.truststore.location", pem));
        assertWrites(
                url,
                with(
                        login,
                        "connection.ssl.truststore.location",
                        store,
                        "connection.ssl.truststore.type",
                        "pkcs12",
                        "connection.ssl.truststore.password",
                        TestCertificates.PASSWORD));
        assertWrites(url, with(login, "connection.ssl.verification", "none"));
    }

    @Test
    void unknownCertificate_isRefused() throws Exception {
        URI url = front(BASIC, true);
        String[] login = {"connection.user", "elastic", "connection.password", "secret"};

        assertThat(validate(url, login)).containsOnlyKeys("connection.ssl.truststore.location");
        try (TaskRun task = task(url, login)) {
            assertThat(catchThrowable(() ->
                            task.put(orders.create(1, "a", 1, null).take()).drain()))
                    .isInstanceOf(ConnectException.class)
                    .message()
                    .contains("elasticsearch.certificate", "'connection.ssl.truststore.location'");
        }
    }

    @Test
    void otherHostName_isRefusedUnlessToldOtherwise() throws Exception {
        URI url = front(BASIC, true);
        URI byName = URI.create(url.toString().replace("127.0.0.1", "localhost"));
        String[] login = with(
                new String[] {"connection.user", "elastic", "connection.password", "secret"},
                "connection.ssl.truststore.location",
                folder.resolve("server.pem").toString());

        assertThat(validate(byName, login)).containsOnlyKeys("connection.ssl.truststore.location");
        assertWrites(byName, with(login, "connection.ssl.verification", "certificate"));
    }

    private static String[] with(String[] settings, String... more) {
        String[] all = Arrays.copyOf(settings, settings.length + more.length);
        System.arraycopy(more, 0, all, settings.length, more.length);
        return all;
    }

    @Test
    void tlsToPlainServer_isRefused() {
        URI url = URI.create(index.server().url().toString().replace("http:", "https:"));

        assertThat(validate(url).get("connection.url").toString()).contains("TLS", "'http://'");
    }

    @Test
    void unknownHost_isRefusedAndOutageIsNot() throws Exception {
        assertThat(validate(URI.create("http://no-such-host.invalid:9200"))).containsOnlyKeys("connection.url");
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            proxy.refuse();
            assertThat(validate(URI.create("http://127.0.0.1:" + proxy.port()))).isEmpty();
            proxy.pass();
            proxy.blackHole();
            assertThat(validate(URI.create("http://127.0.0.1:" + proxy.port()), "request.timeout.ms", "200"))
                    .isEmpty();
        }
    }

    @Test
    void somethingElse_isNoElasticsearch() throws Exception {
        front = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        front.createContext("/", exchange -> {
            try (exchange) {
                byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        front.start();

        assertThat(validate(URI.create("http://127.0.0.1:" + front.getAddress().getPort()))
                        .get("connection.url")
                        .toString())
                .contains("no Elasticsearch");
    }

    @Test
    void deadNode_isPassedOver() throws Exception {
        try (FaultProxy dead =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            dead.refuse();
            Map<String, String> config = index.config(index.server().url());
            config.put(
                    "connection.url",
                    "http://127.0.0.1:" + dead.port() + "," + index.server().url());
            try (TaskRun task = new TaskRun(new ElasticsearchSinkTask(), config)) {
                for (int i = 0; i < 20; i++) {
                    task.put(orders.create(i, "a", 1, null).take()).drain();
                }
                assertThat(task.isPaused()).isFalse();
            }
        }
        assertThat(index.documents("orders")).hasSize(20);
    }

    @Test
    void pathOfProxy_standsBeforeEveryRequest() throws Exception {
        front(BASIC, false);
        front.removeContext("/");
        front.createContext("/search/", exchange -> forward(exchange, BASIC, "/search"));
        URI url = URI.create("http://127.0.0.1:" + front.getAddress().getPort() + "/search");

        assertWrites(url, "connection.user", "elastic", "connection.password", "secret");
    }

    @Test
    void hungServer_isGivenUpInTime() throws Exception {
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            URI url = URI.create("http://127.0.0.1:" + proxy.port());
            try (TaskRun task = task(url, "request.timeout.ms", "300", "connection.timeout.ms", "300")) {
                task.put(orders.create(1, "a", 1, null).take()).drain();
                proxy.blackHole();
                task.put(orders.update(1, "b", 2, null).take());
                await().until(() -> index.metric("failures-transient-total") >= 2);
                proxy.pass();
                proxy.cutAll();
                task.drain();
            }
        }
        assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo("b");
    }

    @Test
    void requestThatArrivesLate_replacesNothingNewer() throws Exception {
        List<SinkRecord> history = orders.create(1, "base", 0, "n")
                .update(1, "late", 1, "n")
                .update(1, "newer", 2, "n")
                .take();
        try (FaultProxy proxy =
                FaultProxy.before("127.0.0.1", index.server().url().getPort())) {
            URI url = URI.create("http://127.0.0.1:" + proxy.port());
            try (TaskRun zombie = task(url, "request.timeout.ms", "300")) {
                zombie.put(history.subList(0, 1)).drain();
                proxy.freeze();
                zombie.put(history.subList(1, 2));
                await().until(() -> index.metric("failures-transient-total") >= 1);
                try (TaskRun next = task(index.server().url())) {
                    next.put(history.subList(1, 3)).drain();
                }
                proxy.pass();
                zombie.drain();
            }
        }
        assertThat(index.documents("orders").get("1").get("name").asText()).isEqualTo("newer");
    }
}
