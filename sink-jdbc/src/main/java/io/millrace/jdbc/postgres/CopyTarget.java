/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import io.millrace.jdbc.postgres.type.Binding;
import io.millrace.jdbc.postgres.type.Binding.Wire;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code COPY} writes rows to. Immutable.
 *
 * @param sql the statement
 * @param columns how many columns a row has
 * @param masks how many of them, behind the fields, say which columns a row leaves out
 * @param numbered whether the last one is the row's number
 */
record CopyTarget(String sql, int columns, int masks, boolean numbered) {
    /**
     * The table itself, for rows that are only ever created; {@code null} if that would not come to the same as an insert.
     *
     * @param constants columns that get the same in every row, as SQL
     */
    static @Nullable CopyTarget itself(PgTable table, List<PlannedField> fields, Map<String, String> constants) {
        if (!table.copyable() || !constants.isEmpty() || !fields.stream().allMatch(CopyTarget::isSame)) {
            return null;
        }
        String columns =
                fields.stream().map(field -> TableName.quote(field.name())).collect(Collectors.joining(", "));
        return new CopyTarget(
                "COPY " + table.name().sql() + " (" + columns + ") FROM STDIN (FORMAT binary)",
                fields.size(),
                0,
                false);
    }

    /** Whether the column takes the bytes of a value as they are, and judges them as a value that is assigned to it. */
    private static boolean isSame(PlannedField field) {
        Binding binding = field.binding();
        String type = field.column().type().name();
        return binding.cast() == null
                && !field.column().identityAlways()
                && (type.equals(binding.wire().type())
                        || binding.wire() == Wire.TEXT && (type.equals("varchar") || type.equals("bpchar")));
    }
}
