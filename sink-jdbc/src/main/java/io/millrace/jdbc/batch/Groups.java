/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.batch;

import io.millrace.sink.record.ChangeEvent;
import io.millrace.sink.record.Delete;
import io.millrace.sink.record.Truncate;
import io.millrace.sink.record.Upsert;
import io.millrace.sink.spi.Batch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts a batch into groups that share a statement. Confined to its lane; groups are reused.
 *
 * <p>In a folded batch every key stands once, so the order of statements is free and chosen: deletes first, which makes
 * room for rows with the same unique values, then whole rows, then parts of rows; tables in the order in which they first
 * come. In a batch that is not folded the order of arrival is kept, and a group is a run of entries.
 *
 * @param <P> a database's kind of plan
 */
public final class Groups<P extends Plan> {
    private final Plans<P> plans;
    private final boolean folded;
    private final KeySort sort = new KeySort();
    private final List<Group<P>> spare = new ArrayList<>();
    private final List<Group<P>> groups = new ArrayList<>();

    public Groups(Plans<P> plans, boolean folded) {
        this.plans = plans;
        this.folded = folded;
    }

    /** The groups of a batch, in the order in which they are to be executed; valid until the next call. */
    List<Group<P>> of(Batch batch) throws SQLException, PlanException {
        spare.addAll(groups);
        groups.clear();
        for (int i = 0; i < batch.size(); i++) {
            ChangeEvent event = batch.event(i);
            Group.Kind kind = kind(event);
            P plan = kind == Group.Kind.TRUNCATE ? null : plans.plan(event);
            group(kind, plan).add(i);
        }
        if (folded) {
            groups.sort(Comparator.comparing(Group::kind));
            for (Group<P> group : groups) {
                if (group.kind() != Group.Kind.TRUNCATE) {
                    sort.sort(batch, group.entries(), group.size(), group.plan().keyColumns());
                }
            }
        }
        return groups;
    }

    private static Group.Kind kind(ChangeEvent event) {
        if (event instanceof Delete) {
            return Group.Kind.DELETE;
        }
        if (event instanceof Truncate) {
            return Group.Kind.TRUNCATE;
        }
        return ((Upsert) event).row().isPartial() ? Group.Kind.UPDATE : Group.Kind.WRITE;
    }

    private Group<P> group(Group.Kind kind, @Nullable P plan) {
        int first = folded ? 0 : Math.max(0, groups.size() - 1);
        for (int i = groups.size() - 1; i >= first; i--) {
            if (groups.get(i).is(kind, plan)) {
                return groups.get(i);
            }
        }
        Group<P> group = spare.isEmpty() ? new Group<>() : spare.remove(spare.size() - 1);
        group.reset(kind, plan);
        groups.add(group);
        return group;
    }
}
