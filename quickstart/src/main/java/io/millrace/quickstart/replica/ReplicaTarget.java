/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.quickstart.replica;

import io.millrace.quickstart.compare.Table;
import io.millrace.quickstart.compare.TableRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A system that a sink keeps in step with the store: how its sink is configured, and what it holds.
 *
 * <p>It is read directly, also when its sink writes through a fault proxy. Confined to one thread.
 */
public interface ReplicaTarget extends AutoCloseable {
    /**
     * What people call it.
     *
     * @return name, such as {@code Elasticsearch}
     */
    String name();

    /**
     * Configuration of its sink, but for what all sinks have in common.
     *
     * @return keys and values
     */
    Map<String, String> config();

    /**
     * How many rows a reader sees at the moment.
     *
     * @param table a table of the source
     * @return number of rows; 0 while there is nothing for this table
     * @throws IOException if the system does not answer
     * @throws SQLException if the database does not answer
     */
    long count(Table table) throws IOException, SQLException;

    /**
     * Everything it holds for a table, read anew.
     *
     * @param table a table of the source
     * @return its rows
     * @throws IOException if the system does not answer
     * @throws SQLException if the database does not answer
     */
    TableRows rows(Table table) throws IOException, SQLException;

    /**
     * What is wrong with it apart from its rows, as found by the last {@link #rows}.
     *
     * @return one sentence each; empty if all is well
     */
    default List<String> faults() {
        return List.of();
    }

    /**
     * Commands to look around in it.
     *
     * @return lines for a shell
     */
    List<String> commands();

    /** Closes connections. */
    @Override
    void close() throws SQLException;
}
