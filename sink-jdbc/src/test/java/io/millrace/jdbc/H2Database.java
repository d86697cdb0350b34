/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh database of H2's, in memory, in which names differ by more than their case. One test each. */
final class H2Database extends SqlDatabase {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String USER = "sa";

    private final String url =
            "jdbc:h2:mem:jdbc" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, USER, "");
    }

    @Override
    Map<String, String> address() {
        return address(url, USER, "");
    }
}
