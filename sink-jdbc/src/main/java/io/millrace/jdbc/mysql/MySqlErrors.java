/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.mysql;

import io.millrace.dlq.SafeText;
import io.millrace.jdbc.batch.SqlErrors;
import io.millrace.jdbc.batch.SqlErrors.Meaning;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the error numbers of MariaDB and MySQL mean. Immutable and thread-safe.
 *
 * <p>Their SQLStates are too coarse (most things are {@code HY000}), so the vendor's number is looked up first, and only
 * then the SQLState's class.
 */
final class MySqlErrors implements SqlErrors.Table {
    private static final Map<Integer, Meaning> NUMBERS = new HashMap<>();

    static {
        put(
                Meaning.TRANSIENT,
                1020, // record has changed since last read
                1180, // error during commit, as clusters say when two nodes disagree
                1205, // lock wait timeout
                1206, // too many locks
                1213, // deadlock
                1305, // the savepoint went with a transaction that the server has ended
                1317, // query interrupted
                1637, // too many active transactions
                1969, // max_statement_time
                3024, // max_execution_time
                3572, // lock not available
                3058); // user lock deadlock
        put(
                Meaning.TARGET_DOWN,
                1021, // disk full
                1037,
                1038,
                1041, // out of memory
                1040,
                1203,
                1226, // too many connections
                1047, // the node is not ready to serve
                1053,
                1077,
                1078, // shutting down
                1114, // table or tablespace full
                1129, // host blocked after errors
                1135, // no thread
                1152,
                1158,
                1159,
                1160,
                1161,
                1184, // connection broken
                1189,
                1190, // replication network
                1290,
                1792,
                1836, // read-only: an old primary after a failover
                1927, // connection killed
                2002,
                2003,
                2005,
                2006,
                2012,
                2013,
                2055, // the client's own
                4031); // disconnected by the server
        put(
                Meaning.SYSTEMIC,
                1044,
                1045,
                1142,
                1143,
                1227,
                1370,
                1698, // privileges
                1820,
                1862,
                3118,
                4151, // password to be changed, account locked
                1049, // no such database
                1054,
                1136,
                1146, // no such column or table
                1060,
                1061,
                1050, // is there already
                1064,
                1149, // syntax
                1067,
                1101,
                1170,
                1071,
                1074,
                1118, // a column or key that cannot be made
                1130,
                1251,
                1275, // host or client not allowed
                1193,
                1231, // session variables
                1235,
                1286,
                1295, // not supported
                1267,
                1271, // collations
                1288,
                1356,
                1471, // views
                1364, // a column that is not written has no default
                1442, // a trigger changes its own table
                1663,
                1665,
                1666, // binary log format
                1701, // truncate of a table that others refer to
                1906,
                3105); // generated column
        put(
                Meaning.RECORD,
                1048, // NULL
                1153, // packet too large
                1264,
                1265,
                1292,
                1366,
                1367,
                1406,
                1411,
                1416,
                1441,
                1525,
                1690, // values
                1526, // no partition for the value
                1644, // a trigger objects
                3140,
                3819,
                4025); // JSON, check constraints
        put(
                Meaning.DEPENDENCY,
                1022,
                1062,
                1169,
                1586, // duplicate key
                1216,
                1217,
                1451,
                1452,
                1761,
                1762); // foreign keys
    }

    private static final Map<String, Meaning> CLASSES = Map.of(
            "08", Meaning.TARGET_DOWN, // connection
            "22", Meaning.RECORD, // data
            "23", Meaning.RECORD, // constraint
            "28", Meaning.SYSTEMIC, // authorization
            "40", Meaning.TRANSIENT, // rolled back
            "42", Meaning.SYSTEMIC, // unknown table or column, missing privilege
            "70", Meaning.TRANSIENT); // interrupted

    /** The driver itself refuses to send what is larger than the server takes. */
    private static final String PACKET_TOO_LARGE = "HZ000";

    /** {@code SIGNAL}, with a text of the user's own. */
    private static final int SIGNALLED = 1644;

    private static final int NO_PARTITION = 1526;

    private static final Set<Integer> DUPLICATE = Set.of(1022, 1062, 1169, 1586);
    private static final Pattern KEY = Pattern.compile(".* for key '(.+?)'.*", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(".*(?:for|in) column [`'](.+?)['`] at row.*", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("'.*'", Pattern.DOTALL);

    private final boolean insertsOnly;

    /** @param insertsOnly whether rows are only ever created, so that a key which is taken stays taken */
    MySqlErrors(boolean insertsOnly) {
        this.insertsOnly = insertsOnly;
    }

    private static void put(Meaning meaning, int... numbers) {
        for (int number : numbers) {
            NUMBERS.put(number, meaning);
        }
    }

    @Override
    public @Nullable Meaning meaning(SQLException error) {
        int number = error.getErrorCode();
        if (DUPLICATE.contains(number) && insertsOnly) {
            return Meaning.RECORD;
        }
        Meaning exact = NUMBERS.get(number);
        if (exact != null) {
            return exact;
        }
        String state = error.getSQLState();
        if (PACKET_TOO_LARGE.equals(state) && String.valueOf(error.getMessage()).contains("max_allowed_packet")) {
            return Meaning.RECORD;
        }
        return state == null || state.length() < 2 ? null : CLASSES.get(state.substring(0, 2));
    }

    @Override
    public String code(SQLException error) {
        return error.getErrorCode() > 0 ? Integer.toString(error.getErrorCode()) : String.valueOf(error.getSQLState());
    }

    /** What is said of a value quotes it; what is said of names does not. */
    @Override
    public String message(SQLException error, @Nullable Meaning meaning) {
        String message = String.valueOf(error.getMessage());
        if (meaning == Meaning.SYSTEMIC || meaning == Meaning.TRANSIENT || meaning == Meaning.TARGET_DOWN) {
            return message;
        }
        if (DUPLICATE.contains(error.getErrorCode())) {
            Matcher key = KEY.matcher(message);
            return "another row has the same value in the unique key " + (key.matches() ? key.group(1) : "");
        }
        if (Set.of(1292, 1366, 1367, 1411, 1525, 1690).contains(error.getErrorCode())) {
            Matcher column = COLUMN.matcher(message);
            return "the server does not take the value" + (column.matches() ? " of column " + column.group(1) : "");
        }
        if (error.getErrorCode() == SIGNALLED) {
            return "a trigger of the database refuses the row";
        }
        if (error.getErrorCode() == NO_PARTITION) {
            return "no partition of the table takes the row";
        }
        return meaning == null ? QUOTED.matcher(message).replaceAll("'...'") : SafeText.withoutValues(message);
    }
}
