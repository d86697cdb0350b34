/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields of a struct are columns, and of what name. Immutable. */
final class FieldNames {
    /** Every field, as it is called: for what lies inside of a column. */
    static final FieldNames ALL = new FieldNames(FieldSelection.ALL, Set.of(), Set.of());

    private final FieldSelection selection;
    private final Set<String> control;
    private final Set<String> kept;

    /**
     * @param control fields that steer and are never columns
     * @param kept fields that are columns whatever the selection includes: those of the key
     */
    FieldNames(FieldSelection selection, Set<String> control, Set<String> kept) {
        this.selection = selection;
        this.control = control;
        this.kept = kept;
    }

    /** The column that a field becomes, or {@code null} if it becomes none. */
    @Nullable
    String column(String field) {
        if (control.contains(field)) {
            return null;
        }
        boolean column = kept.contains(field) || (selection.includes(field) && !selection.excludes(field));
        return column ? selection.column(field) : null;
    }

    /** @throws DecodeException if two fields would become the same column */
    void requireDistinct(Collection<String> fields) throws DecodeException {
        Map<String, String> columns = new HashMap<>();
        for (String field : fields) {
            String column = column(field);
            String other = column == null ? null : columns.put(column, field);
            if (other != null) {
                throw DecodeException.systemic(
                        "field-renames",
                        "fields '" + other + "' and '" + field + "' would both become column '" + column
                                + "'; change 'fields.rename', or leave one out with 'fields.exclude'");
            }
        }
    }
}
