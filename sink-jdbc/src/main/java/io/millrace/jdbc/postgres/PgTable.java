/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.type.PgColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table as the catalogue describes it at one moment. Immutable. */
final class PgTable {
    /** What kinds of relations rows can be written to, and one that they cannot. */
    enum Kind {
        TABLE("table"),
        PARTITIONED("partitioned table"),
        VIEW("view"),
        FOREIGN("foreign table"),
        MATERIALIZED_VIEW("materialized view");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Of a {@code pg_class.relkind}. */
        static Kind of(char relkind) {
            return switch (relkind) {
                case 'p' -> PARTITIONED;
                case 'v' -> VIEW;
                case 'f' -> FOREIGN;
                case 'm' -> MATERIALIZED_VIEW;
                default -> TABLE;
            };
        }

        /** For messages. */
        String words() {
            return words;
        }

        /** Whether its columns can be changed here. */
        boolean changeable() {
            return this == TABLE || this == PARTITIONED;
        }
    }

    private static final int UPDATABLE = 1 << 2;
    private static final int INSERTABLE = 1 << 3;
    private static final int DELETABLE = 1 << 4;

    private final TableName name;
    private final Kind kind;
    private final int events;
    private final @Nullable String partitionKey;
    private final boolean rules;
    private final Map<String, PgColumn> columns = new LinkedHashMap<>();
    private final List<PgIndex> uniqueIndexes;

    /**
     * @param events what can be done with its rows, as {@code pg_relation_is_updatable} tells
     * @param partitionKey how it is partitioned, or {@code null} if it is not
     * @param rules whether it has rules or policies, which say what becomes of its rows
     * @param uniqueIndexes all its valid unique indexes
     */
    PgTable(
            TableName name,
            Kind kind,
            int events,
            @Nullable String partitionKey,
            boolean rules,
            List<PgColumn> columns,
            List<PgIndex> uniqueIndexes) {
        this.name = name;
        this.kind = kind;
        this.events = events;
        this.partitionKey = partitionKey;
        this.rules = rules;
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.uniqueIndexes = List.copyOf(uniqueIndexes);
    }

    TableName name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    String partitionKey() {
        return partitionKey;
    }

    /** Whether rows that are copied to it fare as rows that are inserted. */
    boolean copyable() {
        return kind.changeable() && !rules;
    }

    boolean insertable() {
        return (events & INSERTABLE) != 0;
    }

    boolean updatable() {
        return (events & UPDATABLE) != 0;
    }

    boolean deletable() {
        return (events & DELETABLE) != 0;
    }

    Collection<PgColumn> columns() {
        return columns.values();
    }

    /**
     * The column that a name means: the one of exactly that name, or else in lower case, or else the only one that differs
     * in case alone; {@code null} if there is none.
     *
     * @throws PlanException if there are several
     */
    @Nullable
    PgColumn column(String column) throws PlanException {
        PgColumn exact = columns.get(column);
        if (exact == null) {
            exact = columns.get(column.toLowerCase(Locale.ROOT));
        }
        if (exact != null) {
            return exact;
        }
        List<PgColumn> alike = new ArrayList<>();
        for (PgColumn candidate : columns.values()) {
            if (candidate.name().equalsIgnoreCase(column)) {
                alike.add(candidate);
            }
        }
        if (alike.size() > 1) {
            throw new PlanException(
                    "ambiguous-column",
                    "'" + column + "' may be any of the columns "
                            + alike.stream().map(PgColumn::name).toList() + " of table '" + name
                            + "'; call the field exactly as one of them with 'fields.rename'");
        }
        return alike.isEmpty() ? null : alike.get(0);
    }

    /** Whether these columns, in any order, are what a unique index is made of that {@code ON CONFLICT} can use. */
    boolean isUnique(Set<String> key) {
        return uniqueIndexes.stream()
                .anyMatch(index -> index.inferable() && index.columns().equals(key));
    }

    boolean isPrimary(String column) {
        return uniqueIndexes.stream()
                .anyMatch(index -> index.primary() && index.columns().contains(column));
    }

    /** What {@code ON CONFLICT} can use. */
    List<Set<String>> uniqueKeys() {
        return uniqueIndexes.stream()
                .filter(PgIndex::inferable)
                .map(PgIndex::columns)
                .toList();
    }

    /** Unique indexes on anything else than a key. */
    List<String> secondaryUniqueIndexes(Set<String> key) {
        return uniqueIndexes.stream()
                .filter(index -> !index.columns().equals(key))
                .map(PgIndex::name)
                .toList();
    }
}
