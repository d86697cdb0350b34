/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which table letters go to and how. Immutable.
 *
 * @param url JDBC URL of a PostgreSQL, MariaDB or MySQL database
 * @param user login, if the URL has none
 * @param password goes with it
 * @param table name of the table, with its schema or database before a dot if that is not the connection's
 * @param create whether to create the table when it is not there
 * @param timeout longest wait for a connection and for the answer to a statement
 */
public record TableSettings(
        String url, Optional<String> user, Optional<String> password, String table, boolean create, Duration timeout) {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_$]{0,62}(\\.[A-Za-z_][A-Za-z0-9_$]{0,62})?");

    /** Whether a text is a name that a table can have here. */
    public static boolean isTableName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a URL is that of a database in which letters can be kept. */
    public static boolean isSupported(String url) {
        return LetterDialect.of(url) != null;
    }

    /** Without the password, and without what a URL may hold of one. */
    @Override
    public String toString() {
        return "table '" + table + "'";
    }
}
