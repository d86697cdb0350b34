/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryStubTest {
    private final SchemaRegistryStub stub = SchemaRegistryStub.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        stub.close();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void schema_isFoundByItsNumber_inBothWays() throws Exception {
        stub.register("\"string\"");
        int number = stub.register("\"long\"");

        assertThat(number).isEqualTo(2).isEqualTo(stub.register("\"long\""));
        assertThat(get(stub.url() + "/schemas/ids/2").body()).isEqualTo("{\"schema\":\"\\\"long\\\"\"}");
        assertThat(get(stub.apicurioUrl() + "/ids/contentIds/2").body()).isEqualTo("\"long\"");
        assertThat(get(stub.apicurioUrl() + "/ids/contentIds/2/references").body())
                .isEqualTo("[]");
    }

    @Test
    void unknownNumber_isNotFound() throws Exception {
        assertThat(get(stub.url() + "/schemas/ids/1").statusCode()).isEqualTo(404);
        assertThat(get(stub.url() + "/schemas/ids/x").statusCode()).isEqualTo(404);
        assertThat(get(stub.apicurioUrl() + "/ids/contentIds/0").statusCode()).isEqualTo(404);
    }
}
