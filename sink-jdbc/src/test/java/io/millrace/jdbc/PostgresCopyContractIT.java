/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.util.Map;

/** PostgreSQL keeps the contract, too, when every row is copied first. */
class PostgresCopyContractIT extends PostgresContractIT {
    @Override
    Map<String, String> more() {
        return Map.of("copy.min.values", "1");
    }
}
