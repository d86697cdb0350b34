/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import com.zaxxer.hikari.HikariConfig;
import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.JdbcSettings;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.SqlErrors;
import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.rowwise.ColumnChange;
import io.millrace.jdbc.rowwise.Dialect;
import io.millrace.jdbc.rowwise.TargetColumn;
import io.millrace.jdbc.rowwise.TargetTable;
import io.millrace.jdbc.rowwise.TemporalForm;
import io.millrace.jdbc.rowwise.TextTimeForm;
import io.millrace.jdbc.rowwise.UniqueKey;
import io.millrace.sink.record.ColumnType;
import io.millrace.sink.spi.FailureClassifier;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB and MySQL. Stateless and thread-safe.
 *
 * <p>Several rows in one {@code INSERT ... ON DUPLICATE KEY UPDATE} were three to four times as fast as a driver's batches,
 * bulk protocol included; see the decision records.
 */
public final class MySqlDialect implements Dialect {
    /** Rows of one statement; more gain nothing. */
    private static final int MOST_ROWS = 512;

    /** What a statement's text needs besides values. */
    private static final int STATEMENT_OVERHEAD = 4_096;

    /**
     * Values that do not fit are errors and not made to fit; 0 is a value and no order for a number; dates that do not
     * exist are errors; double quotes quote text, as the server is used to.
     */
    private static final String SQL_MODE = "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
            + "NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

    private final SecondaryKeys secondaryKeys;
    private final SqlErrors failures;

    /** @param mode what upsert events do */
    public MySqlDialect(InsertMode mode, SecondaryKeys secondaryKeys) {
        this.secondaryKeys = secondaryKeys;
        this.failures = new SqlErrors(new MySqlErrors(mode == InsertMode.INSERT));
    }

    @Override
    public void configure(HikariConfig pool, JdbcSettings settings, String task) {
        pool.addDataSourceProperty(
                "connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(settings.socketTimeout().toMillis()));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        if (String.valueOf(pool.getDriverClassName()).startsWith("org.mariadb.")) {
            // Values travel in binary and are not quoted into text.
            pool.addDataSourceProperty("useServerPrepStmts", "true");
            pool.addDataSourceProperty("connectionAttributes", "program_name:millrace " + task);
        }
        // Rows that are not there need no locks, which would only make tasks wait for each other.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        long seconds = Math.max(1, settings.statementTimeout().toSeconds());
        pool.setConnectionInitSql("SET SESSION sql_mode = '" + SQL_MODE + "', time_zone = '+00:00',"
                + " innodb_lock_wait_timeout = " + seconds + ", lock_wait_timeout = " + seconds
                + mariaDbOnly(", max_statement_time = "
                        + String.format(
                                Locale.ROOT, "%.3f", settings.statementTimeout().toMillis() / 1_000.0)));
    }

    /** A comment to MySQL. */
    private static String mariaDbOnly(String sql) {
        return " /*M! " + sql + " */";
    }

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public @Nullable TargetTable read(Connection connection, TableName name) throws SQLException {
        return MySqlCatalogue.read(connection, name);
    }

    @Override
    public @Nullable String upsertClause(Connection connection, TargetTable table, List<String> columns, int keyColumns)
            throws SQLException, PlanException {
        return isTrueToKey(table, columns.subList(0, keyColumns))
                ? onDuplicateKey(columns, keyColumns, hasRowAlias(connection))
                : null;
    }

    @Override
    public @Nullable String ignoreClause(TargetTable table, List<String> columns, int keyColumns) throws PlanException {
        // INSERT IGNORE would ignore every other error, too.
        return keyColumns == 0 || isTrueToKey(table, columns.subList(0, keyColumns))
                ? onDuplicateKey(columns.subList(0, 1), 1, false)
                : null;
    }

    /** Whether ON DUPLICATE KEY can mean no other row than the key's; if not, and that is not allowed for, it throws. */
    private boolean isTrueToKey(TargetTable table, List<String> keyColumns) throws PlanException {
        Set<String> key = new HashSet<>(keyColumns);
        List<UniqueKey> others = table.othersThan(key);
        if (others.isEmpty()) {
            return true;
        }
        if (secondaryKeys == SecondaryKeys.UPDATE_THEN_INSERT) {
            return false;
        }
        throw new PlanException(
                "secondary-unique-key",
                "table '" + table.name() + "' has the unique index "
                        + others.stream()
                                .map(other -> "'" + other.name() + "' on " + other.columns())
                                .collect(Collectors.joining(", "))
                        + " beside the key " + key + ": ON DUPLICATE KEY would take whichever row has the same value"
                        + " there for the key's. Set 'mysql.secondary.unique.keys' to 'update_then_insert', which finds"
                        + " rows by the key alone, or drop the index");
    }

    @Override
    public String tableLockTimeout(Duration longest) {
        return "SET SESSION lock_wait_timeout = " + Math.max(1, longest.toSeconds());
    }

    String onDuplicateKey(List<String> columns, int keyColumns, boolean rowAlias) {
        List<String> assigned = columns.subList(keyColumns, columns.size());
        if (assigned.isEmpty()) {
            String first = quote(columns.get(0));
            return " ON DUPLICATE KEY UPDATE " + first + " = " + first;
        }
        return (rowAlias ? " AS incoming" : "") + " ON DUPLICATE KEY UPDATE "
                + assigned.stream()
                        .map(this::quote)
                        .map(column -> column + " = " + (rowAlias ? "incoming." + column : "VALUES(" + column + ")"))
                        .collect(Collectors.joining(", "));
    }

    private static boolean hasRowAlias(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return hasRowAlias(server.getDatabaseProductName(), server.getDatabaseProductVersion());
    }

    /** MySQL has it since 8.0.19 and warns about anything else; MariaDB does not have it. */
    static boolean hasRowAlias(String product, String version) {
        if (product.contains("MariaDB") || version.contains("MariaDB")) {
            return false;
        }
        String[] parts = version.split("[^0-9]+", 4);
        int[] numbers = new int[3];
        for (int i = 0; i < Math.min(3, parts.length) && !parts[i].isEmpty(); i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers[0] > 8 || numbers[0] == 8 && (numbers[1] > 0 || numbers[2] >= 19);
    }

    @Override
    public String truncate(String table) {
        return "TRUNCATE TABLE " + table;
    }

    @Override
    public int mostRows() {
        return MOST_ROWS;
    }

    @Override
    public long mostBytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@max_allowed_packet")) {
            row.next();
            return Math.max(STATEMENT_OVERHEAD, row.getLong(1) - STATEMENT_OVERHEAD);
        }
    }

    @Override
    public TemporalForm temporalForm() {
        return new TextTimeForm();
    }

    @Override
    public boolean hasInfiniteFloats() {
        return false;
    }

    @Override
    public @Nullable String columnType(ColumnType type, int keyColumns) {
        return MySqlTypes.sql(type, keyColumns);
    }

    @Override
    public String tableOptions() {
        return " DEFAULT CHARACTER SET utf8mb4";
    }

    @Override
    public @Nullable String widerType(TargetColumn column, ColumnType events) {
        return MySqlWidening.of(column, events);
    }

    @Override
    public String changeColumns(Connection connection, String table, List<ColumnChange> changes)
            throws SQLException, PlanException {
        return MySqlColumnChanges.sql(connection, this, table, changes);
    }

    @Override
    public FailureClassifier failures() {
        return failures;
    }
}
