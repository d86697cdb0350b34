/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.LedgerSettings;
import io.millrace.jdbc.batch.TableName;

/**
 * The table that progress is kept in, as SQL. Immutable and thread-safe.
 *
 * <p>Each lane of each partition has a row, which only its own transactions write: so lanes never wait for each other. A
 * row says what was safe when it was written, in all lanes, and stays true; together the rows of a partition say
 * everything. One more row, of lane {@value #TASK_LANE}, is the task's own.
 *
 * <p>{@code epoch} says whose the partition is, {@code batches} how many batches its owner has committed in that lane: an
 * update that expects both fails for a former owner, and for one whose database has forgotten something.
 */
final class LedgerTable {
    /** The task's own row: positions that moved without a batch. */
    static final int TASK_LANE = -1;

    private static final String KEY = "(connector, topic, partition, lane)";

    private final String connector;
    private final TableName name;
    private final boolean create;
    private final boolean sourceMarks;

    LedgerTable(LedgerSettings settings) {
        this.connector = settings.connector();
        this.name = TableName.parse(settings.table());
        this.create = settings.create();
        this.sourceMarks = settings.sourcePositions();
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

    /** Whether it also says how far the sources have come. */
    boolean sourceMarks() {
        return sourceMarks;
    }

    /** Half of each page is left free, so that an update stays on its page and touches no index. */
    String ddl() {
        return "CREATE TABLE IF NOT EXISTS " + name.sql() + " (connector text NOT NULL, topic text NOT NULL,"
                + " partition integer NOT NULL, lane integer NOT NULL, epoch bigint NOT NULL, batches bigint NOT NULL,"
                + " position bigint, applied bytea NOT NULL, mark_offset bigint, mark text,"
                + " updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY " + KEY + ") WITH (fillfactor = 50)";
    }

    /** Takes partitions over; whoever had them is fenced off once this is committed. */
    String claim() {
        return "INSERT INTO " + name.sql() + " AS l (connector, topic, partition, lane, epoch, batches, applied)"
                + " SELECT ?, u.topic, u.partition, " + TASK_LANE + ", " + now() + ", 0, ''"
                + " FROM " + partitions() + " ORDER BY u.topic, u.partition"
                // Never an epoch that was used before, not even if rows were deleted by hand.
                + " ON CONFLICT " + KEY + " DO UPDATE SET epoch = GREATEST(l.epoch + 1, EXCLUDED.epoch)"
                + " RETURNING topic, partition, epoch";
    }

    /** All rows of partitions, when no transaction of a former owner is under way on them any more. */
    String lock() {
        return "SELECT topic, partition, lane, position, applied, mark_offset, mark FROM " + name.sql()
                + " WHERE connector = ? AND (topic, partition) IN (SELECT u.topic, u.partition FROM " + partitions()
                + ") ORDER BY topic, partition, lane FOR UPDATE";
    }

    /** Ends rows of lanes that do not exist any more. */
    String dropLanes() {
        return "DELETE FROM " + name.sql() + " WHERE connector = ? AND lane >= ? AND (topic, partition) IN"
                + " (SELECT u.topic, u.partition FROM " + partitions() + ")";
    }

    /** Begins rows under a new epoch. */
    String begin() {
        return "INSERT INTO " + name.sql()
                + " AS l (connector, topic, partition, lane, epoch, batches, position, applied,"
                + " mark_offset, mark)"
                + " SELECT ?, u.topic, u.partition, u.lane, u.epoch, 0, u.position, u.applied, u.mark_offset, u.mark"
                + " FROM unnest(?::text[], ?::int4[], ?::int4[], ?::int8[], ?::int8[], ?::bytea[], ?::int8[], ?::text[])"
                + " AS u(topic, partition, lane, epoch, position, applied, mark_offset, mark)"
                + " ON CONFLICT " + KEY + " DO UPDATE SET epoch = EXCLUDED.epoch, batches = 0,"
                + " position = EXCLUDED.position, applied = EXCLUDED.applied, mark_offset = EXCLUDED.mark_offset,"
                + " mark = EXCLUDED.mark, updated_at = now()";
    }

    /** Stores progress with a batch: as many rows as partitions, or some are not ours. */
    String update() {
        return "UPDATE " + name.sql() + " AS l SET batches = l.batches + 1, position = u.position, applied = u.applied,"
                + " mark_offset = u.mark_offset, mark = u.mark, updated_at = now()"
                + " FROM unnest(?::text[], ?::int4[], ?::int8[], ?::int8[], ?::int8[], ?::bytea[], ?::int8[], ?::text[])"
                + " AS u(topic, partition, epoch, batches, position, applied, mark_offset, mark)"
                + " WHERE l.connector = ? AND l.lane = ? AND l.topic = u.topic AND l.partition = u.partition"
                + " AND l.epoch = u.epoch AND l.batches = u.batches";
    }

    /**
     * Whose partitions are and how many batches a lane has committed, when none is under way any more. The task's own rows
     * come first: an owner with fewer lanes has ended those of the others.
     */
    String inspect() {
        return "SELECT topic, partition, epoch, batches, lane FROM " + name.sql()
                + " WHERE connector = ? AND lane IN (?, " + TASK_LANE
                + ") AND (topic, partition) IN (SELECT u.topic, u.partition FROM "
                + partitions() + ") ORDER BY lane, topic, partition FOR UPDATE";
    }

    /** What an operator wants to be true from now on; for a connector that is stopped. */
    String alter() {
        return "INSERT INTO " + name.sql()
                + " AS l (connector, topic, partition, lane, epoch, batches, position, applied)"
                + " SELECT ?, u.topic, u.partition, " + TASK_LANE + ", " + now() + ", 0, u.position, ''"
                + " FROM unnest(?::text[], ?::int4[], ?::int8[]) AS u(topic, partition, position)"
                + " ON CONFLICT " + KEY + " DO UPDATE SET epoch = GREATEST(l.epoch + 1, EXCLUDED.epoch), batches = 0,"
                + " position = EXCLUDED.position, applied = '', mark_offset = NULL, mark = NULL, updated_at = now()";
    }

    /** Ends the rows of all lanes of all partitions. */
    String dropAllLanes() {
        return "DELETE FROM " + name.sql() + " WHERE connector = ? AND lane <> " + TASK_LANE;
    }

    /** Has everything begin anew; for a connector that is stopped. */
    String forget() {
        return "UPDATE " + name.sql() + " SET epoch = GREATEST(epoch + 1, " + now() + "), batches = 0, position = NULL,"
                + " applied = '', mark_offset = NULL, mark = NULL, updated_at = now() WHERE connector = ?"
                + " AND lane = " + TASK_LANE;
    }

    private static String partitions() {
        return "unnest(?::text[], ?::int4[]) AS u(topic, partition)";
    }

    private static String now() {
        return "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    }
}
