/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Column;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.RowKey;
import io.millrace.sink.record.RowShape;
import io.millrace.sink.record.Upsert;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps plans: one is made when a shape comes for the first time, and kept until something has gone wrong. Confined to its
 * lane.
 *
 * @param <P> a database's kind of plan
 */
public final class PlanCache<P extends Plan> implements Plans<P> {
    private static final int MOST_PLANS = 1_000;
    private static final RowShape NONE = new RowShape("none", List.of());

    /**
     * What a plan depends on; shapes are compared by identity.
     *
     * @param row shape of the rows; without columns for deletes
     * @param key shape of the keys; without columns if there are none
     */
    public record Subject(Destination destination, RowShape row, RowShape key) {
        boolean is(Destination otherDestination, RowShape otherRow, RowShape otherKey) {
            return destination == otherDestination && row == otherRow && key == otherKey;
        }

        public boolean isDelete() {
            return row == NONE;
        }

        /** The row's columns that are not the key's. */
        public List<Column> others() {
            List<Column> others = new ArrayList<>();
            for (Column column : row.columns()) {
                if (key.position(column.name()) < 0) {
                    others.add(column);
                }
            }
            return others;
        }
    }

    /**
     * Makes a plan; may ask the database.
     *
     * @param <P> a database's kind of plan
     */
    @FunctionalInterface
    public interface Maker<P extends Plan> {
        P make(Subject subject) throws SQLException, PlanException;
    }

    private final Maker<P> maker;
    private final Map<Subject, P> plans = new HashMap<>();
    private @Nullable Subject lastSubject;
    private @Nullable P last;

    public PlanCache(Maker<P> maker) {
        this.maker = maker;
    }

    @Override
    public P plan(ChangeEvent event) throws SQLException, PlanException {
        RowShape row = event instanceof Upsert upsert ? upsert.row().shape() : NONE;
        RowKey rowKey = event.key();
        RowShape key = rowKey == null ? NONE : rowKey.row().shape();
        P known = last;
        if (known != null && lastSubject != null && lastSubject.is(event.destination(), row, key)) {
            return known;
        }
        Subject subject = new Subject(event.destination(), row, key);
        P plan = plans.get(subject);
        if (plan == null) {
            if (plans.size() >= MOST_PLANS) {
                plans.clear();
            }
            plan = maker.make(subject);
            plans.put(subject, plan);
        }
        last = plan;
        lastSubject = subject;
        return plan;
    }

    public void forget() {
        plans.clear();
        last = null;
        lastSubject = null;
    }
}
