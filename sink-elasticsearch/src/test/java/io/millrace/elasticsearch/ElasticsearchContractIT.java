/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.ElasticsearchServer;
import io.millrace.testkit.server.TestServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Elasticsearch keeps the contract. */
class ElasticsearchContractIT extends TargetContractTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Override
    protected ContractTarget newTarget() {
        return new IndexContractTarget(TestServers.elasticsearch());
    }

    private static final class IndexContractTarget implements ContractTarget {
        private final ElasticsearchServer server;
        private final FaultProxy proxy;
        private final String index = "contract-" + COUNT.incrementAndGet();

        IndexContractTarget(ElasticsearchServer server) {
            this.server = server;
            this.proxy = FaultProxy.before("127.0.0.1", server.url().getPort());
            // 16 bits are the only thing that keeps a quantity out.
            server.rest()
                    .put(
                            "/" + index,
                            "{\"mappings\":{\"properties\":{\"id\":{\"type\":\"long\"},\"name\":{\"type\":\"keyword\"},"
                                    + "\"quantity\":{\"type\":\"short\"},\"note\":{\"type\":\"text\"}}}}");
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(
                    Capability.KEEPS_ROWS,
                    Capability.PARTIAL_ROWS,
                    Capability.REFUSES_ROWS,
                    Capability.STALE_GUARD,
                    Capability.SCHEMALESS);
        }

        @Override
        public Target open() {
            ElasticsearchPlugin plugin = new ElasticsearchPlugin();
            return plugin.target(
                    new SinkConfig(plugin)
                            .parse(Map.of(
                                    "connection.url",
                                    "http://127.0.0.1:" + proxy.port(),
                                    "connection.timeout.ms",
                                    "1000",
                                    "request.timeout.ms",
                                    "5000")),
                    "contract-0");
        }

        @Override
        public String destination() {
            return index;
        }

        @Override
        public Map<Long, Map<String, Object>> rows() {
            Map<Long, Map<String, Object>> rows = new HashMap<>();
            JsonNode found = server.rest().search(index, "{\"size\":10000}");
            for (JsonNode hit : found.path("hits").path("hits")) {
                Map<String, Object> row = new HashMap<>();
                hit.get("_source").properties().forEach(field -> row.put(field.getKey(), value(field.getValue())));
                row.computeIfPresent("id", (name, id) -> ((Number) id).longValue());
                rows.put(Long.parseLong(hit.get("_id").asText()), row);
            }
            return rows;
        }

        private static Object value(JsonNode value) {
            if (value.isNull()) {
                return null;
            }
            return value.isNumber() ? (Object) value.intValue() : value.asText();
        }

        @Override
        public void interrupt() {
            proxy.refuse();
            proxy.cutAll();
        }

        @Override
        public void restore() {
            proxy.pass();
        }

        @Override
        public void loseReplies() {
            proxy.dropResponse();
        }

        @Override
        public List<String> refusedKeys(Map<String, String> settings) {
            Map<String, String> config = new HashMap<>(settings);
            config.put("connection.url", "http://localhost:9200");
            return new SinkConfig(new ElasticsearchPlugin())
                    .validate(config).stream()
                            .filter(value -> !value.errorMessages().isEmpty())
                            .map(value -> value.name())
                            .toList();
        }

        @Override
        public void close() {
            proxy.close();
            server.rest().deleteIndex(index);
        }
    }
}
