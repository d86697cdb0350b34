/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.sink.connect.SinkConfig;
import io.millrace.sink.spi.Target;
import io.millrace.testkit.contract.Capability;
import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.TestServers;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A bucket on S3Proxy, read by applying the log that stands in it. */
final class S3ContractTarget implements ContractTarget {
    private final Bucket bucket = new Bucket();
    private final FaultProxy proxy;
    private final Set<Capability> capabilities;
    private final String[] settings;

    S3ContractTarget(Set<Capability> capabilities, String... settings) {
        this.capabilities = capabilities;
        this.settings = settings;
        this.proxy = FaultProxy.before("127.0.0.1", TestServers.s3().endpoint().getPort());
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Target open() {
        S3Plugin plugin = new S3Plugin();
        URI endpoint = URI.create("http://127.0.0.1:" + proxy.port());
        return plugin.target(new SinkConfig(plugin).parse(bucket.configAt(endpoint, settings)), "contract-0");
    }

    @Override
    public String destination() {
        return "orders";
    }

    @Override
    public Map<Long, Map<String, Object>> rows() {
        Map<Long, Map<String, Object>> rows = new HashMap<>();
        for (Map<String, Object> change : bucket.rows()) {
            apply(change, rows);
        }
        return rows;
    }

    private static void apply(Map<String, Object> change, Map<Long, Map<String, Object>> rows) {
        if (change.get("op").equals("t")) {
            rows.clear();
            return;
        }
        Long id = ((Number) ((Map<?, ?>) change.get("key")).get("id")).longValue();
        if (change.get("op").equals("d")) {
            rows.remove(id);
            return;
        }
        Map<String, Object> row = new HashMap<>();
        ((Map<?, ?>) change.get("after")).forEach((column, value) -> row.put((String) column, value));
        row.put("id", ((Number) row.get("id")).longValue());
        if (row.get("quantity") instanceof Number quantity) {
            row.put("quantity", quantity.intValue());
        }
        Map<String, Object> known = rows.getOrDefault(id, Map.of());
        if (change.get("unchanged") instanceof List<?> unchanged) {
            unchanged.forEach(column -> row.put((String) column, known.get(column)));
        }
        rows.put(id, row);
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
    public List<String> refusedKeys(Map<String, String> refused) {
        Map<String, String> config = bucket.config(settings);
        config.putAll(refused);
        return new SinkConfig(new S3Plugin())
                .validate(config).stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(value -> value.name())
                        .toList();
    }

    @Override
    public void close() {
        proxy.close();
        bucket.close();
    }
}
