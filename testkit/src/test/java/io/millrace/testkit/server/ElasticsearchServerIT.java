/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElasticsearchServerIT {
    private static final String ALL = "{\"query\":{\"match_all\":{}}}";

    @Test
    void kill_documentsAreThereAfterRestartOnTheSamePort() {
        try (ElasticsearchServer server = ElasticsearchServer.start()) {
            ElasticsearchRest rest = server.rest();
            rest.put("/orders/_doc/7", "{\"note\":\"kept\"}");

            server.kill();
            assertThatThrownBy(() -> rest.get("/orders/_doc/7"))
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("is the node there?");
            server.restart();

            assertThat(rest.get("/orders/_doc/7").at("/_source/note").asText()).isEqualTo("kept");
            JsonNode found = rest.search("orders", ALL);
            assertThat(found.at("/hits/total/value").asLong()).isEqualTo(1);
        }
    }

    @Test
    void suspend_answersNothingUntilResume() throws IOException, InterruptedException {
        ElasticsearchServer server = TestServers.elasticsearch();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/_cluster/health"))
                .timeout(Duration.ofSeconds(1))
                .build();
        server.suspend();
        try {
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
        } finally {
            server.resume();
        }
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void rest_indexLifeCycle() {
        ElasticsearchRest rest = TestServers.elasticsearch().rest();
        rest.put("/cycle", "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"integer\"}}}}");
        rest.post("/cycle/_doc/1", "{\"n\":1}");

        assertThat(rest.count("cycle")).isEqualTo(1);
        assertThat(rest.exists("/cycle/_doc/1")).isTrue();
        assertThat(rest.exists("/cycle/_doc/2")).isFalse();
        assertThatThrownBy(() -> rest.put("/cycle/_doc/2", "{\"n\":\"none\"}"))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("document_parsing_exception");

        rest.deleteIndex("cycle");
        rest.deleteIndex("cycle");
        assertThat(rest.exists("/cycle")).isFalse();
    }

    @Test
    void start_settingOfAnAbsentModule_failsWithTheEndOfTheLog() {
        assertThatThrownBy(() -> ElasticsearchServer.start(Jvm.quick(256), Map.of("no.such.setting", "1")))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("unknown setting [no.such.setting]");
    }
}
