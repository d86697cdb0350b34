/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/**
 * How to write to a database. Immutable.
 *
 * @param url JDBC URL
 * @param user name to log in with, if the URL does not say
 * @param password password to log in with
 * @param connectTimeout longest wait for a connection
 * @param statementTimeout longest run of one statement, enforced by the server
 * @param socketTimeout longest wait for anything the server sends
 * @param lanes how many connections write at the same time
 * @param tables how tables are written
 * @param ddl how tables are changed
 * @param copyFrom from how many values for a table on, rows times columns, they are copied to PostgreSQL; 0 for never
 * @param ledger where progress is kept, if delivery is exactly once
 * @param letterLedger where the ledger of dead letters is kept, if that is in the database
 */
public record JdbcSettings(
        String url,
        Optional<String> user,
        Optional<Password> password,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration socketTimeout,
        int lanes,
        Tables tables,
        DdlSettings ddl,
        int copyFrom,
        Optional<LedgerSettings> ledger,
        Optional<LetterLedgerSettings> letterLedger) {
    /** What upsert events do where no topic override says otherwise. */
    public InsertMode insertMode() {
        return tables.general().insertMode();
    }

    /** The same for somebody who must change nothing, tables included. */
    public JdbcSettings forRehearsal() {
        return new JdbcSettings(
                url,
                user,
                password,
                connectTimeout,
                statementTimeout,
                socketTimeout,
                lanes,
                tables,
                new DdlSettings(false, ddl.lockTimeout()),
                0,
                ledger,
                letterLedger);
    }

    /** What may be done to tables where no topic override says otherwise. */
    public SchemaEvolution evolution() {
        return tables.general().evolution();
    }
}
