/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sink.registry.Lookup;
import io.millrace.sink.registry.RegistryClient;
import io.millrace.sink.registry.RegistrySettings;
import io.millrace.testkit.simulation.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientTest {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final RegistryStub registry = new RegistryStub();
    private final ManualTime time = new ManualTime();

    @AfterEach
    void close() {
        registry.close();
    }

    private RegistryClient client(Map<String, String> headers, URI... urls) {
        return new RegistryClient(
                new RegistrySettings(
                        List.of(urls), headers, Optional.empty(), Duration.ofSeconds(5), PAUSE, Duration.ofSeconds(1)),
                time,
                failures -> PAUSE.toNanos());
    }

    /** Asks until there is an answer to one question. */
    private static Lookup ask(RegistryClient client, int id) {
        client.find(id);
        return await().until(() -> client.find(id), answer -> !isUnderWay(answer));
    }

    private static boolean isUnderWay(Lookup lookup) {
        return lookup instanceof Lookup.Waiting waiting && waiting.message().contains("is asked for");
    }

    @Test
    void schema_isAskedForOnce() {
        int id = registry.register("\"long\"");
        RegistryClient client = client(Map.of(), registry.url());
        assertThat(client.find(id)).isInstanceOf(Lookup.Waiting.class);
        assertThat(ask(client, id)).isEqualTo(new Lookup.Found("\"long\""));
        registry.answerAll(500, "");
        assertThat(client.find(id)).isEqualTo(new Lookup.Found("\"long\""));
        assertThat(registry.asked()).containsExactly("/schemas/ids/" + id);
    }

    @Test
    void unknownSchema_isBelievedWhenToldTwice_andAskedForAgainLater() {
        RegistryClient client = client(Map.of(), registry.url());
        assertThat(ask(client, 1)).isInstanceOf(Lookup.Waiting.class);
        assertThat(client.find(1)).isInstanceOf(Lookup.Waiting.class);
        assertThat(registry.asked()).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(ask(client, 1)).isInstanceOf(Lookup.Unknown.class);
        assertThat(registry.asked()).hasSize(2);
        assertThat(client.find(1)).isInstanceOf(Lookup.Unknown.class);
        assertThat(registry.asked()).hasSize(2);
        registry.register("\"int\"");
        time.advance(Duration.ofMinutes(2));
        await().until(() -> client.find(1), new Lookup.Found("\"int\"")::equals);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void outage_isWaitedFor(int status) {
        int id = registry.register("\"int\"");
        registry.answerAll(status, "");
        RegistryClient client = client(Map.of(), registry.url());
        assertThat(ask(client, id)).isInstanceOf(Lookup.Waiting.class);
        assertThat(client.find(id)).isInstanceOf(Lookup.Waiting.class);
        assertThat(registry.asked()).as("not asked again before its time").hasSize(1);
        registry.answerAll(200, "");
        time.advance(PAUSE);
        assertThat(ask(client, id)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void somethingElseThatAnswers_isWaitedFor() throws Exception {
        RegistryClient client = client(Map.of(), new URI("http://127.0.0.1:1"));
        Lookup answer = ask(client, 1);
        assertThat(answer).isInstanceOf(Lookup.Waiting.class);
        assertThat(((Lookup.Waiting) answer).message()).contains("cannot be asked");
    }

    @Test
    void secondAddress_isAskedWhenTheFirstFails() throws Exception {
        int id = registry.register("\"int\"");
        RegistryClient client = client(Map.of(), new URI("http://127.0.0.1:1"), registry.url());
        assertThat(ask(client, id)).isInstanceOf(Lookup.Waiting.class);
        time.advance(PAUSE);
        assertThat(ask(client, id)).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void login_isSent() {
        int id = registry.register("\"int\"");
        registry.demand("Basic dTpw");
        assertThat(ask(client(Map.of(), registry.url()), id)).isInstanceOf(Lookup.Refused.class);
        assertThat(ask(client(Map.of("Authorization", "Basic dTpw"), registry.url()), id))
                .isInstanceOf(Lookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 406})
    void wrongAddress_isAWrongConfiguration(int status) {
        registry.answerAll(status, "<html>no registry</html>");
        Lookup answer = ask(client(Map.of(), registry.url()), 1);
        assertThat(answer).isInstanceOf(Lookup.Refused.class);
        assertThat(((Lookup.Refused) answer).message()).contains("'schema.registry.url'");
    }

    @Test
    void pathInTheAddress_isKept() throws Exception {
        RegistryClient client = client(Map.of(), new URI(registry.url() + "/apis/ccompat/v7/"));
        ask(client, 3);
        assertThat(registry.asked()).containsExactly("/apis/ccompat/v7/schemas/ids/3");
    }
}
