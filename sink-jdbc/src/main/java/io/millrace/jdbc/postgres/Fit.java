/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.InsertMode;
import io.millrace.jdbc.SchemaEvolution;
import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.postgres.TablePlan.From;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import io.millrace.jdbc.postgres.type.Binding;
import io.millrace.jdbc.postgres.type.Field;
import io.millrace.jdbc.postgres.type.FieldEncoders;
import io.millrace.jdbc.postgres.type.PgColumn;
import io.millrace.jdbc.postgres.type.Widening;
import io.millrace.sink.record.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a table as it is fits what events need of it: where each field goes, what is to be changed, and everything that is
 * wrong. Made once per shape; confined to its lane.
 */
final class Fit {
    private final PgTable table;
    private final Demand demand;
    private final FieldEncoders encoders;
    private final SchemaEvolution evolution;

    private final List<PlannedField> fields = new ArrayList<>();
    private int keyColumns;
    private final Map<String, String> takenBy = new HashMap<>();
    private final List<Column> missing = new ArrayList<>();
    private final Map<String, String> wider = new LinkedHashMap<>();
    private final Set<String> nullable = new HashSet<>();
    private final Misfits misfits = new Misfits();

    private Fit(PgTable table, Demand demand, FieldEncoders encoders) {
        this.table = table;
        this.demand = demand;
        this.encoders = encoders;
        this.evolution = demand.settings().evolution();
    }

    static Fit of(PgTable table, Demand demand, FieldEncoders encoders) {
        Fit fit = new Fit(table, demand, encoders);
        fit.checkKind();
        fit.place(demand.key().columns(), From.KEY);
        fit.keyColumns = fit.fields.size();
        fit.place(demand.others(), From.ROW);
        fit.place(EventRow.columns(demand.metadata()), From.EVENT);
        fit.placeMarkers();
        if (demand.creates()) {
            fit.checkUnwritten();
            fit.checkKey();
        }
        if (!fit.missing.isEmpty() && !(fit.evolution.adds() && table.kind().changeable())) {
            fit.misfits.add("unknown-column", fit.whatIsMissing());
        }
        return fit;
    }

    private void checkKind() {
        boolean soft = demand.settings().softDelete().isPresent();
        InsertMode mode = demand.settings().insertMode();
        boolean updates = demand.isDelete() ? soft : mode == InsertMode.UPSERT || mode == InsertMode.UPDATE;
        boolean possible = (!demand.creates() || table.insertable())
                && (!updates || table.updatable())
                && (!demand.isDelete() || soft || table.deletable());
        if (!possible) {
            misfits.add(
                    "not-writable",
                    "'" + table.name() + "' is a " + table.kind().words() + " whose rows cannot be "
                            + (demand.isDelete() ? "deleted" : "written")
                            + ": name its table in 'table.name.format', or make it one that can be written to");
        }
    }

    private void place(List<Column> columns, From from) {
        for (Column column : columns) {
            PgColumn target = find(column.name());
            if (target == null) {
                continue;
            }
            String other = takenBy.put(target.name(), column.name());
            if (other != null && from == From.ROW && isKeyColumn(target)) {
                // The same column once more, spelt otherwise in the value than in the key.
                continue;
            }
            if (other != null) {
                misfits.add(
                        "column-twice",
                        "'" + other + "' and '" + column.name() + "' would both go to column '" + target.name()
                                + "' of table '" + table.name()
                                + "'; rename one with 'fields.rename' or leave it out with 'fields.exclude'");
                continue;
            }
            int position = from == From.EVENT
                    ? columns.indexOf(column)
                    : from == From.KEY
                            ? demand.key().position(column.name())
                            : Objects.requireNonNull(demand.row()).position(column.name());
            place(column, target, from, position);
        }
    }

    private boolean isKeyColumn(PgColumn target) {
        return fields.subList(0, keyColumns).stream()
                .anyMatch(field -> field.name().equals(target.name()));
    }

    /** The column of a name. One that is not there is noted. */
    private @Nullable PgColumn find(String name) {
        try {
            PgColumn target = table.column(name);
            if (target == null) {
                missing.add(columnOf(name));
            }
            return target;
        } catch (PlanException e) {
            misfits.add(e);
            return null;
        }
    }

    private Column columnOf(String name) {
        List<Column> all = new ArrayList<>(demand.key().columns());
        all.addAll(demand.others());
        all.addAll(EventRow.columns(demand.metadata()));
        all.addAll(demand.markers());
        return all.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void place(Column column, PgColumn target, From from, int position) {
        if (target.generated()) {
            if (from != From.ROW || evolution == SchemaEvolution.VALIDATE) {
                misfits.add(
                        "generated-column",
                        "'" + column.name() + "' would be written to column '" + target.name() + "' of table '"
                                + table.name() + "', which the database computes; leave it out with 'fields.exclude'");
            }
            return;
        }
        Field field = new Field(column, table.name(), target);
        Binding binding = encoders.binding(field);
        String widerType = widens(column, target);
        if (widerType != null) {
            wider.put(target.name(), widerType);
        }
        if (binding == null) {
            if (widerType == null) {
                misfits.add("impossible-type", field.describe() + "; change the column's type");
            }
            return;
        }
        if (from != From.KEY && column.optional() && target.notNull() && !demand.isDelete()) {
            refusesNull(column, target);
        }
        fields.add(new PlannedField(target, from, position, binding));
    }

    private @Nullable String widens(Column column, PgColumn target) {
        return evolution == SchemaEvolution.EVOLVE && table.kind().changeable()
                ? Widening.of(target.type(), column.type())
                : null;
    }

    private void refusesNull(Column column, PgColumn target) {
        if (canBecomeNullable(target)) {
            nullable.add(target.name());
        } else if (evolution == SchemaEvolution.VALIDATE) {
            misfits.add(
                    "null-refused",
                    "'" + column.name() + "' may be NULL, which column '" + target.name() + "' of table '"
                            + table.name() + "' does not allow; drop its NOT NULL");
        }
    }

    private boolean canBecomeNullable(PgColumn target) {
        return evolution == SchemaEvolution.EVOLVE && table.kind().changeable() && !table.isPrimary(target.name());
    }

    private void placeMarkers() {
        for (Column marker : demand.markers()) {
            if (takenBy.containsKey(marker.name()) && !demand.isDelete()) {
                misfits.add(
                        "column-twice",
                        "column '" + marker.name() + "' is to mark deleted rows, but events have a field of that name;"
                                + " choose another name, or leave the field out with 'fields.exclude'");
                continue;
            }
            PgColumn target = find(marker.name());
            if (target == null) {
                continue;
            }
            takenBy.put(target.name(), marker.name());
            if (demand.flag().filter(marker.name()::equals).isPresent()
                    && Constants.flag(target.type(), true) == null) {
                misfits.add(
                        "impossible-type",
                        "column '" + target.name() + "' (" + target.type().declared() + ") of table '" + table.name()
                                + "' cannot mark deleted rows; it must be boolean, integer or text");
            }
        }
    }

    /** Columns that a new row would leave NULL though they must not be. */
    private void checkUnwritten() {
        for (PgColumn column : table.columns()) {
            if (!column.notNull() || column.filled() || column.generated() || takenBy.containsKey(column.name())) {
                continue;
            }
            if (canBecomeNullable(column)) {
                nullable.add(column.name());
            } else {
                misfits.add(
                        "not-null-column",
                        "column '" + column.name() + "' of table '" + table.name()
                                + "' is NOT NULL and has no default, but events have no such field, so no row could be"
                                + " created; give it a default, or drop its NOT NULL");
            }
        }
        if (fields.isEmpty() && misfits.isEmpty() && missing.isEmpty()) {
            misfits.add("no-columns", "events for table '" + table.name() + "' have no fields left to write");
        }
    }

    private void checkKey() {
        if (keyColumns < demand.key().size()) {
            // What is missing has been noted.
            return;
        }
        Set<String> key = new HashSet<>();
        fields.subList(0, keyColumns).forEach(field -> key.add(field.name()));
        KeyCheck.check(table, key, demand.settings().insertMode(), misfits);
    }

    private String whatIsMissing() {
        String names = missing.stream().map(Column::name).toList().toString();
        String message = "table '" + table.name() + "' has no column " + names;
        return table.kind().changeable()
                ? message + "; add it, leave the field out of the events, or set 'schema.evolution' to 'add'"
                : message + ", and as a " + table.kind().words() + " it is not changed here; add it by hand";
    }

    PgTable table() {
        return table;
    }

    List<PlannedField> fields() {
        return fields;
    }

    int keyColumns() {
        return keyColumns;
    }

    /** Columns that the table must get. */
    List<Column> missing() {
        return missing;
    }

    /** Types that columns must get, by name of the column. */
    Map<String, String> wider() {
        return wider;
    }

    /** Columns that must take NULL. */
    Set<String> nullable() {
        return nullable;
    }

    boolean needsChange() {
        return !missing.isEmpty() || !wider.isEmpty() || !nullable.isEmpty();
    }

    boolean isPerfect() {
        return misfits.isEmpty() && !needsChange();
    }

    /** @throws PlanException if anything is wrong, with all of it in its message */
    void requireNoMisfits() throws PlanException {
        misfits.throwIfAny(table.name());
    }
}
