/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.proxy.FaultProxy;
import io.millrace.testkit.server.MariaDbServer;
import io.millrace.testkit.server.TestServers;
import java.util.HashMap;
import java.util.Map;

/** MariaDB keeps the contract. */
class MariaDbContractIT extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() throws Exception {
        return target("", Map.of());
    }

    /** @param more further columns or keys of the table */
    static ContractTarget target(String more, Map<String, String> settings) throws Exception {
        MariaDbServer server = TestServers.mariadb();
        String database = server.createDatabase("contract");
        FaultProxy proxy = FaultProxy.before("127.0.0.1", server.port());
        Map<String, String> config = new HashMap<>(Map.of(
                "connection.url",
                server.jdbcUrl(database, proxy.port()),
                "connection.user",
                server.user(),
                "connection.password",
                server.password()));
        config.putAll(settings);
        return new SqlContractTarget(
                proxy,
                server.jdbcUrl(database) + "?user=" + server.user() + "&password=" + server.password(),
                config,
                "orders",
                "CREATE TABLE orders (id bigint PRIMARY KEY, name text, quantity int CHECK (quantity <> "
                        + ContractTarget.REFUSED_QUANTITY + "), note text" + more + ")");
    }
}
