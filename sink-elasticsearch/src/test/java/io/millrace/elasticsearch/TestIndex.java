/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.sink.metrics.JmxBinding;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.ElasticsearchServer;
import io.millrace.testkit.server.TestServers;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;

/** Indices with a prefix of their own on the suite's Elasticsearch, and tasks that write to them. One test each. */
final class TestIndex {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ElasticsearchServer server = TestServers.elasticsearch();
    private final String prefix = "test-" + COUNT.incrementAndGet() + "-";

    ElasticsearchServer server() {
        return server;
    }

    /** The name of the index for a topic's last part. */
    String name(String last) {
        return prefix + last;
    }

    Map<String, String> config(String... settings) {
        return config(server.url(), settings);
    }

    Map<String, String> config(URI url, String... settings) {
        Map<String, String> config = new HashMap<>();
        config.put("name", prefix);
        config.put("connection.url", url.toString());
        config.put("index.name.format", prefix + "${topic.last}");
        config.put("retry.backoff.ms", "5");
        config.put("retry.backoff.max.ms", "100");
        for (int i = 0; i < settings.length; i += 2) {
            config.put(settings[i], settings[i + 1]);
        }
        return config;
    }

    TaskRun task(String... settings) {
        return new TaskRun(new ElasticsearchSinkTask(), config(settings));
    }

    TaskRun task(Map<String, String> config, ErrantRecordReporter reporter) {
        return new TaskRun(new ElasticsearchSinkTask(), config, reporter);
    }

    /** Creates an index with fields of certain types: {@code name:type}. */
    void create(String last, String... fields) {
        StringBuilder properties = new StringBuilder();
        for (String field : fields) {
            String[] parts = field.split(":", 2);
            properties
                    .append(properties.isEmpty() ? "" : ",")
                    .append('"')
                    .append(parts[0])
                    .append("\":{\"type\":")
                    .append(parts[1])
                    .append('}');
        }
        server.rest().put("/" + name(last), "{\"mappings\":{\"properties\":{" + properties + "}}}");
    }

    /** Everything about the documents of an index, by id. */
    Map<String, JsonNode> hits(String last) {
        Map<String, JsonNode> hits = new TreeMap<>();
        for (JsonNode hit : server.rest()
                .search(name(last), "{\"size\":10000,\"version\":true}")
                .path("hits")
                .path("hits")) {
            hits.put(hit.get("_id").asText(), hit);
        }
        return hits;
    }

    /** The documents of an index, by id. */
    Map<String, JsonNode> documents(String last) {
        Map<String, JsonNode> documents = new TreeMap<>();
        hits(last).forEach((id, hit) -> documents.put(id, hit.get("_source")));
        return documents;
    }

    /** A document as the text that was sent, every digit of it. */
    String source(String last, String id) {
        return server.rest().text("/" + name(last) + "/_source/" + id);
    }

    /** The mapping of an index. */
    JsonNode mapping(String last) {
        return server.rest()
                .get("/" + name(last) + "/_mapping")
                .path(name(last))
                .path("mappings");
    }

    /** A metric of the task that was started last. */
    double metric(String name) throws JMException {
        return ((Number)
                        ManagementFactory.getPlatformMBeanServer().getAttribute(JmxBinding.objectName(prefix, 0), name))
                .doubleValue();
    }
}
