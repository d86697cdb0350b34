/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.LaneConnection;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A table of ours beside the rows, made when it is first needed. Confined to whoever has the connection. */
final class OwnTable {
    private final LaneConnection connection;
    private final TableName name;
    private final String setting;
    private final boolean mayCreate;
    private final String ddl;
    private boolean isThere;

    /**
     * @param setting that names it; the same with {@code .create} says whether it may be created
     * @param ddl creates it
     */
    OwnTable(LaneConnection connection, TableName name, String setting, boolean mayCreate, String ddl) {
        this.connection = connection;
        this.name = name;
        this.setting = setting;
        this.mayCreate = mayCreate;
        this.ddl = ddl;
    }

    /** @throws PlanException if it is not there and must not be created */
    void ensure() throws SQLException, PlanException {
        if (isThere) {
            return;
        }
        if (!exists()) {
            if (!mayCreate) {
                throw new PlanException(
                        "no-ledger-table",
                        "table '" + name + "' ('" + setting + "') does not exist, or the user may not see it, and '"
                                + setting + ".create' is false. Create it: " + ddl);
            }
            SchemaChanger.run(connection.open(), ddl);
        }
        isThere = true;
    }

    boolean exists() throws SQLException {
        PreparedStatement query = connection.prepare("SELECT to_regclass(?) IS NOT NULL");
        query.setString(1, name.sql());
        try (ResultSet result = query.executeQuery()) {
            return result.next() && result.getBoolean(1);
        }
    }
}
