/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.PostgresServer;
import io.millrace.testkit.server.TestServers;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL keeps the contract. */
class PostgresContractIT extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() throws Exception {
        PostgresServer server = TestServers.postgres();
        String database = server.createDatabase("contract");
        FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
        Map<String, String> config = new HashMap<>(Map.of(
                "connection.url",
                server.jdbcUrl(database, proxy.port()),
                "connection.user",
                server.user(),
                "connection.password",
                server.password()));
        config.putAll(more());
        return new SqlContractTarget(
                proxy,
                server.jdbcUrl(database) + "?user=" + server.user() + "&password=" + server.password(),
                config,
                "orders",
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity integer CHECK (quantity <> "
                        + ContractTarget.REFUSED_QUANTITY + "), note text)");
    }

    /** Settings beside those that are needed. */
    Map<String, String> more() {
        return Map.of();
    }
}
