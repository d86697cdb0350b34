/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.testkit.contract.ContractTarget;
import io.millrace.testkit.contract.TargetContractTest;
import java.util.Map;

/** MariaDB keeps the contract also where a table has further unique keys and rows are found by their key alone. */
class MariaDbSecondaryKeyContractIT extends TargetContractTest {
    @Override
    protected ContractTarget newTarget() throws Exception {
        return MariaDbContractIT.target(
                ", token varchar(36) DEFAULT uuid() UNIQUE",
                Map.of("mysql.secondary.unique.keys", "update_then_insert"));
    }
}
