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
 * Parts a batch into groups of one statement each. Confined to its lane; groups are reused.
 *
 * <p>Where events are folded every key stands once, so the order of statements is free and chosen: deletes first, which
 * makes room for rows with the same unique values, then whole rows, then parts of rows; tables in the order in which they
 * first come. Where they are not, the order of arrival is kept, and a group is a run of entries; those groups come last.
 *
 * @param <P> a database's kind of plan
 */
public final class Groups<P extends Plan> {
    private final Plans<P> plans;
    private final KeySort sort = new KeySort();
    private final List<Group<P>> spare = new ArrayList<>();
    private final List<Group<P>> groups = new ArrayList<>();
    private final List<Group<P>> runs = new ArrayList<>();

    public Groups(Plans<P> plans) {
        this.plans = plans;
    }

    /** The groups of a batch, in the order in which they are to be executed; valid until the next call. */
    List<Group<P>> of(Batch batch) throws SQLException, PlanException {
        spare.addAll(groups);
        spare.addAll(runs);
        groups.clear();
        runs.clear();
        for (int i = 0; i < batch.size(); i++) {
            ChangeEvent event = batch.event(i);
            Group.Kind kind = kind(event);
            P plan = kind == Group.Kind.TRUNCATE ? null : plans.plan(event);
            boolean folds = event.destination().folding().folds();
            (folds ? group(kind, plan) : run(kind, plan)).add(i);
        }
        groups.sort(Comparator.comparing(Group::kind));
        for (Group<P> group : groups) {
            if (group.kind() != Group.Kind.TRUNCATE) {
                sort.sort(batch, group.entries(), group.size(), group.plan().keyColumns());
            }
        }
        groups.addAll(runs);
        runs.clear();
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
        for (int i = groups.size() - 1; i >= 0; i--) {
            if (groups.get(i).is(kind, plan)) {
                return groups.get(i);
            }
        }
        Group<P> group = fresh(kind, plan);
        groups.add(group);
        return group;
    }

    private Group<P> run(Group.Kind kind, @Nullable P plan) {
        Group<P> last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.is(kind, plan)) {
            return last;
        }
        Group<P> group = fresh(kind, plan);
        runs.add(group);
        return group;
    }

    private Group<P> fresh(Group.Kind kind, @Nullable P plan) {
        Group<P> group = spare.isEmpty() ? new Group<>() : spare.remove(spare.size() - 1);
        group.reset(kind, plan);
        return group;
    }
}
