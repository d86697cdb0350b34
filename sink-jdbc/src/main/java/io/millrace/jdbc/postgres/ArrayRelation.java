/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.postgres.TablePlan.PlannedField;
import java.util.ArrayList;
import java.util.List;

/** Rows that come as a statement's parameters, one array per column. Immutable. */
record ArrayRelation(List<PlannedField> fields, int keyColumns) implements RowRelation {
    @Override
    public String rows() {
        return "unnest(" + String.join(", ", arrays()) + ") AS u(" + String.join(", ", aliases()) + ")";
    }

    @Override
    public String numberedRows() {
        return "unnest(" + String.join(", ", arrays()) + ") WITH ORDINALITY AS u(" + String.join(", ", aliases())
                + ", ordinal)";
    }

    @Override
    public String parts() {
        List<String> arrays = arrays();
        List<String> aliases = aliases();
        for (int word = 0; word < Sql.maskWords(fields.size() - keyColumns); word++) {
            arrays.add("?::int8[]");
            aliases.add("m" + word);
        }
        return "unnest(" + String.join(", ", arrays) + ") WITH ORDINALITY AS u(" + String.join(", ", aliases)
                + ", ordinal)";
    }

    private List<String> arrays() {
        List<String> arrays = new ArrayList<>();
        fields.forEach(field -> arrays.add("?::" + field.binding().wire().type() + "[]"));
        return arrays;
    }

    private List<String> aliases() {
        List<String> aliases = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            aliases.add("f" + i);
        }
        return aliases;
    }
}
