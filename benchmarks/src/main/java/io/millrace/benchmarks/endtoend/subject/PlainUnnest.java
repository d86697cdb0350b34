/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.subject;

import io.millrace.benchmarks.endtoend.event.PlainRows;
import io.millrace.benchmarks.endtoend.event.RowShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.postgresql.jdbc.PgConnection;

/**
 * Writes rows that lie ready in memory by upserts of one array per column, a transaction a batch: what is left if a sink
 * has nothing else to do. Confined to one thread, but for those that it starts.
 */
public final class PlainUnnest {
    private final RowShape shape;
    private final String sql;

    /**
     * @param shape of the rows
     * @param table the table's name
     */
    public PlainUnnest(RowShape shape, String table) {
        this.shape = shape;
        String arrays = shape.types().stream()
                .map(type -> "?::" + (type.startsWith("numeric") ? "numeric" : type) + "[]")
                .collect(Collectors.joining(", "));
        String assignments = shape.names().stream()
                .filter(name -> !name.equals(RowShape.ID))
                .map(name -> name + " = EXCLUDED." + name)
                .collect(Collectors.joining(", "));
        this.sql = "INSERT INTO " + table + " (" + shape.namesSql() + ") SELECT * FROM unnest(" + arrays
                + ") ON CONFLICT (id) DO UPDATE SET " + assignments;
    }

    /** Opens connections. */
    @FunctionalInterface
    public interface Connections {
        /**
         * Opens a connection.
         *
         * @return it, in auto-commit mode
         * @throws SQLException if the server refuses
         */
        Connection open() throws SQLException;
    }

    /**
     * Writes rows; on each connection a part of them.
     *
     * @param batches the rows
     * @param connections how many, and where
     * @param how opens connections
     * @throws SQLException if the server refuses
     */
    public void write(List<PlainRows> batches, int connections, Connections how) throws SQLException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < connections; part++) {
                int first = part;
                parts.add(threads.submit(() -> {
                    write(batches, first, connections, how);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException failure) {
            throw new SQLException("A plain batch was not written", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while writing plain batches", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    private void write(List<PlainRows> batches, int first, int step, Connections how) throws SQLException {
        try (Connection connection = how.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            PgConnection postgres = connection.unwrap(PgConnection.class);
            List<String> types = shape.types();
            for (int i = first; i < batches.size(); i += step) {
                List<Object> columns = batches.get(i).columns();
                for (int column = 0; column < columns.size(); column++) {
                    // The driver's own method takes arrays of primitives, which go in binary form.
                    statement.setArray(
                            column + 1, postgres.createArrayOf(elementType(types.get(column)), columns.get(column)));
                }
                statement.executeUpdate();
            }
        }
    }

    private static String elementType(String type) {
        return type.startsWith("numeric")
                ? "numeric"
                : type.equals("bigint") ? "int8" : type.equals("double precision") ? "float8" : type;
    }
}
