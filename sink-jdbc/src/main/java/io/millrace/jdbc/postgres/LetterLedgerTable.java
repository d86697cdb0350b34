/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.LetterLedgerSettings;
import io.millrace.jdbc.batch.TableName;

/**
 * The table that the ledger of dead letters is kept in, as SQL. Immutable and thread-safe.
 *
 * <p>Each key of the ledger has a row for each source partition in whose name it was written. {@code epoch} says which owner
 * of the partition wrote it; in the row about the owner itself, it is that of the last one that has confirmed its claim, and
 * {@code claimed} the highest that anybody has claimed. Whoever writes entries holds a lock on the owner's row until it has
 * committed, and the next owner confirms itself in that row: so it waits for what is under way, reads all of it, and nothing of an
 * earlier owner comes afterwards.
 */
final class LetterLedgerTable {
    private static final String KEY = "(connector, topic, partition, key)";

    private final String connector;
    private final TableName name;
    private final boolean create;

    LetterLedgerTable(LetterLedgerSettings settings) {
        this.connector = settings.connector();
        this.name = TableName.parse(settings.table());
        this.create = settings.create();
    }

    String connector() {
        return connector;
    }

    TableName name() {
        return name;
    }

    /** Whether it may be created. */
    boolean mayCreate() {
        return create;
    }

    /** {@code entry} is not {@code jsonb}, which takes no text with a zero in it; a message may have one. */
    String ddl() {
        return "CREATE TABLE IF NOT EXISTS " + name.sql() + " (connector text NOT NULL, topic text NOT NULL,"
                + " partition integer NOT NULL, key text NOT NULL, epoch bigint NOT NULL, claimed bigint, entry json NOT NULL,"
                + " updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY " + KEY + ") WITH (fillfactor = 50)";
    }

    /** Somebody takes a partition over, and has not been confirmed. Nobody is fenced off. */
    String claim() {
        return "INSERT INTO " + name.sql() + " AS l (connector, topic, partition, key, epoch, claimed, entry)"
                + " VALUES (?, ?, ?, ?, 0, ?, ?::json)"
                + " ON CONFLICT " + KEY + " DO UPDATE SET claimed = GREATEST(l.claimed, EXCLUDED.claimed),"
                + " updated_at = now()";
    }

    /** A partition has been taken over: no row if by somebody else since. */
    String confirm() {
        return "INSERT INTO " + name.sql() + " AS l (connector, topic, partition, key, epoch, claimed, entry)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?::json)"
                + " ON CONFLICT " + KEY + " DO UPDATE SET epoch = EXCLUDED.epoch,"
                + " claimed = GREATEST(l.claimed, EXCLUDED.claimed), entry = EXCLUDED.entry, updated_at = now()"
                + " WHERE l.epoch <= EXCLUDED.epoch";
    }

    /** Writes entries of a partition: as many rows, or it is not ours. */
    String write() {
        return "WITH owner AS MATERIALIZED (SELECT o.epoch FROM " + name.sql()
                + " AS o WHERE o.connector = ? AND o.topic = ? AND o.partition = ? AND o.key = ? FOR SHARE)"
                + " INSERT INTO " + name.sql() + " AS l (connector, topic, partition, key, epoch, entry)"
                + " SELECT ?, ?, ?, u.key, u.epoch, u.entry::json"
                + " FROM unnest(?::text[], ?::int8[], ?::text[]) AS u(key, epoch, entry), owner"
                + " WHERE owner.epoch <= u.epoch"
                + " ON CONFLICT " + KEY + " DO UPDATE SET epoch = EXCLUDED.epoch, entry = EXCLUDED.entry,"
                + " updated_at = now() WHERE l.epoch <= EXCLUDED.epoch";
    }

    /** The epoch of a partition's confirmed owner. */
    String owner() {
        return "SELECT epoch FROM " + name.sql()
                + " WHERE connector = ? AND topic = ? AND partition = ? AND key = ? FOR SHARE";
    }

    /** All rows of the connector, those about owners last. */
    String read() {
        return "SELECT topic, partition, key, epoch, claimed, entry::text FROM " + name.sql()
                + " WHERE connector = ? ORDER BY claimed IS NOT NULL";
    }
}
