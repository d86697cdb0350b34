/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the table that a name means: the one of exactly that name, or else in lower case, or else the only one that
 * differs in case alone. Without a schema, the search path is looked through in its order. No character of a name acts as
 * a wildcard. Stateless.
 */
final class TableLookup {
    private static final String CANDIDATES =
            """
            SELECT c.oid, n.nspname, c.relname, c.relkind, pg_relation_is_updatable(c.oid, true), pg_get_partkeydef(c.oid),
                   c.relhasrules OR c.relrowsecurity
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND lower(c.relname) = lower(?)
               AND CASE WHEN ?::text IS NULL THEN n.nspname = ANY (current_schemas(false))
                        ELSE lower(n.nspname) = lower(?) END
             ORDER BY array_position(current_schemas(false), n.nspname), n.nspname, c.relname""";

    private TableLookup() {}

    /**
     * A relation that has been found.
     *
     * @param name as the database spells it, with a schema if one was asked for
     * @param events as {@code pg_relation_is_updatable} tells
     * @param rules whether it has rules or policies
     */
    record Found(
            long oid, TableName name, PgTable.Kind kind, int events, @Nullable String partitionKey, boolean rules) {}

    private record Candidate(String schema, String table, Found found) {}

    /**
     * The table, or {@code null} if there is none.
     *
     * @throws PlanException if there are several
     */
    static @Nullable Found find(Connection connection, TableName name) throws SQLException, PlanException {
        List<Candidate> candidates = candidates(connection, name);
        String schema = name.schema().orElse(null);
        Candidate chosen = first(
                candidates, one -> one.table.equals(name.table()) && (schema == null || one.schema.equals(schema)));
        if (chosen == null) {
            chosen = first(
                    candidates,
                    one -> one.table.equals(name.table().toLowerCase(Locale.ROOT))
                            && (schema == null
                                    || one.schema.equals(schema)
                                    || one.schema.equals(schema.toLowerCase(Locale.ROOT))));
        }
        if (chosen != null) {
            return chosen.found;
        }
        if (candidates.size() > 1) {
            throw new PlanException(
                    "ambiguous-table",
                    "'" + name + "' may be any of the tables "
                            + candidates.stream()
                                    .map(one -> one.schema + "." + one.table)
                                    .toList()
                            + "; write 'table.name.format' exactly as one of them, or set it in a topic override");
        }
        return candidates.isEmpty() ? null : candidates.get(0).found;
    }

    private static @Nullable Candidate first(List<Candidate> candidates, Predicate<Candidate> condition) {
        for (Candidate candidate : candidates) {
            if (condition.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static List<Candidate> candidates(Connection connection, TableName name) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(CANDIDATES)) {
            query.setString(1, name.table());
            query.setString(2, name.schema().orElse(null));
            query.setString(3, name.schema().orElse(null));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String schema = rows.getString(2);
                    String table = rows.getString(3);
                    TableName found =
                            new TableName(name.schema().isPresent() ? Optional.of(schema) : Optional.empty(), table);
                    PgTable.Kind kind = PgTable.Kind.of(rows.getString(4).charAt(0));
                    candidates.add(new Candidate(
                            schema,
                            table,
                            new Found(
                                    rows.getLong(1),
                                    found,
                                    kind,
                                    rows.getInt(5),
                                    rows.getString(6),
                                    rows.getBoolean(7))));
                }
            }
        }
        return candidates;
    }
}
