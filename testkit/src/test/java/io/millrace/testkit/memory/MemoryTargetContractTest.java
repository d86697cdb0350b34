/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.memory.MemoryServer.Fault;
import io.millrace.testkit.memory.MemoryServer.Keeping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The in-memory target keeps the contract: the example of what a new target's module has. */
class MemoryTargetContractTest extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() {
        return new MemoryContractTarget();
    }

    private static final class MemoryContractTarget implements ContractTarget {
        private final MemoryServer server = new MemoryServer(Keeping.NEWEST_ROWS);

        @Override
        public Set<Capability> capabilities() {
            return Set.of(
                    Capability.KEEPS_ROWS,
                    Capability.PARTIAL_ROWS,
                    Capability.STALE_GUARD,
                    Capability.TRUNCATE,
                    Capability.REFUSES_ROWS,
                    Capability.REHEARSES,
                    Capability.SCHEMALESS);
        }

        @Override
        public Target open() {
            return new MemoryTarget(server, 2, false);
        }

        @Override
        public String destination() {
            return "orders";
        }

        @Override
        public Map<Long, Map<String, Object>> rows() {
            Map<Long, Map<String, Object>> rows = new HashMap<>();
            for (JsonNode json : server.table("orders").values()) {
                Map<String, Object> row = new HashMap<>();
                json.properties().forEach(field -> row.put(field.getKey(), value(field)));
                rows.put((Long) row.get("id"), row);
            }
            return rows;
        }

        private static Object value(Map.Entry<String, JsonNode> field) {
            return switch (field.getKey()) {
                case "id" -> field.getValue().longValue();
                case "quantity" ->
                    field.getValue().isNull() ? null : field.getValue().intValue();
                default -> field.getValue().textValue();
            };
        }

        @Override
        public void interrupt() {
            server.setAway(true);
        }

        @Override
        public void restore() {
            server.setAway(false);
        }

        @Override
        public void loseReplies() {
            server.failNext(Fault.REPLY_LOST);
        }

        @Override
        public List<String> refusedKeys(Map<String, String> settings) {
            return List.of();
        }

        @Override
        public void close() {
            // The server goes with the test.
        }
    }
}
