/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import io.millrace.testkit.proxy.FaultProxy;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A database of which nothing is known but standard SQL and JDBC keeps the contract. */
class H2ContractIT extends TargetContractTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static Server server;

    @BeforeAll
    static void startServer() throws SQLException {
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @Override
    protected ContractTarget newTarget() throws Exception {
        String database = "mem:contract" + DATABASES.incrementAndGet();
        FaultProxy proxy = FaultProxy.before("127.0.0.1", server.getPort());
        return new SqlContractTarget(
                proxy,
                "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + database + ";DB_CLOSE_DELAY=-1;USER=sa",
                Map.of(
                        "connection.url",
                        "jdbc:h2:tcp://127.0.0.1:" + proxy.port() + "/" + database + ";NETWORK_TIMEOUT=6000",
                        "connection.user",
                        "sa"),
                "\"orders\"",
                "CREATE TABLE \"orders\" (\"id\" bigint PRIMARY KEY, \"name\" varchar, \"quantity\" integer CHECK"
                        + " (\"quantity\" <> " + ContractTarget.REFUSED_QUANTITY + "), \"note\" clob)");
    }
}
