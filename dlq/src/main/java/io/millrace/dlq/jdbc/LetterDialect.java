/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of letters in one kind of database. Immutable and thread-safe. */
enum LetterDialect {
    POSTGRESQL('"') {
        @Override
        String type(LetterColumn.Kind kind) {
            return switch (kind) {
                case ID -> "VARCHAR(64)";
                case NAME, TEXT -> "TEXT";
                case NUMBER -> "BIGINT";
                case TIME -> "TIMESTAMPTZ";
                case BYTES -> "BYTEA";
                case JSON -> "JSONB";
            };
        }

        @Override
        String parameter(LetterColumn.Kind kind) {
            return kind == LetterColumn.Kind.JSON ? "CAST(? AS JSONB)" : "?";
        }

        @Override
        List<String> create(String table) {
            String last = table.substring(table.indexOf('.') + 1);
            return List.of(
                    "CREATE TABLE IF NOT EXISTS " + quoted(table) + " (" + columns() + ")",
                    "CREATE INDEX IF NOT EXISTS " + quoted(shortened(last) + "_fp") + " ON " + quoted(table)
                            + " (fingerprint, dead_at)");
        }

        @Override
        String insert(String table) {
            return insertInto(table) + " ON CONFLICT (id) DO NOTHING";
        }
    },

    MYSQL('`') {
        @Override
        String type(LetterColumn.Kind kind) {
            return switch (kind) {
                case ID -> "VARCHAR(64) CHARACTER SET ascii";
                case NAME -> "VARCHAR(1024)";
                case TEXT -> "LONGTEXT";
                case NUMBER -> "BIGINT";
                case TIME -> "DATETIME(3)";
                case BYTES -> "LONGBLOB";
                case JSON -> "JSON";
            };
        }

        @Override
        String parameter(LetterColumn.Kind kind) {
            return "?";
        }

        @Override
        List<String> create(String table) {
            return List.of("CREATE TABLE IF NOT EXISTS " + quoted(table) + " (" + columns()
                    + ", INDEX by_fingerprint (fingerprint, dead_at)) CHARACTER SET utf8mb4");
        }

        @Override
        String insert(String table) {
            // Not INSERT IGNORE: that would cut values off in silence.
            return insertInto(table) + " ON DUPLICATE KEY UPDATE id = id";
        }
    };

    private static final int LONGEST_STEM = 58;

    private final char quote;

    LetterDialect(char quote) {
        this.quote = quote;
    }

    /** The dialect of a URL's database, or {@code null} if there is none. */
    static @Nullable LetterDialect of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        return url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:") ? MYSQL : null;
    }

    abstract String type(LetterColumn.Kind kind);

    abstract String parameter(LetterColumn.Kind kind);

    /** Creates the table if it is not there. */
    abstract List<String> create(String table);

    /** Inserts a letter; leaves one of the same id as it is. */
    abstract String insert(String table);

    String quoted(String table) {
        return quote + table.replace(".", quote + "." + quote) + quote;
    }

    String columns() {
        List<String> columns = new ArrayList<>();
        for (LetterColumn column : LetterColumn.ALL) {
            String constraint = column.name().equals("id") ? " PRIMARY KEY" : column.required() ? " NOT NULL" : "";
            columns.add(column.name() + " " + type(column.kind()) + constraint);
        }
        return String.join(", ", columns);
    }

    String insertInto(String table) {
        List<String> names = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (LetterColumn column : LetterColumn.ALL) {
            names.add(column.name());
            parameters.add(parameter(column.kind()));
        }
        return "INSERT INTO " + quoted(table) + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", parameters) + ")";
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_STEM ? name : name.substring(0, LONGEST_STEM);
    }
}
