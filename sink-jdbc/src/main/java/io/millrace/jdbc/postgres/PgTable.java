/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table as the catalogue describes it at one moment. Immutable. */
final class PgTable {
    private final TableName name;
    private final Map<String, PgColumn> columns = new LinkedHashMap<>();
    private final List<Set<String>> uniqueKeys;

    /** @param uniqueKeys columns of each index that {@code ON CONFLICT} can use */
    PgTable(TableName name, List<PgColumn> columns, List<Set<String>> uniqueKeys) {
        this.name = name;
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.uniqueKeys = List.copyOf(uniqueKeys);
    }

    TableName name() {
        return name;
    }

    @Nullable
    PgColumn column(String column) {
        return columns.get(column);
    }

    /** Whether these columns, in any order, are what a unique index is made of. */
    boolean isUnique(Set<String> key) {
        return uniqueKeys.contains(key);
    }

    List<Set<String>> uniqueKeys() {
        return uniqueKeys;
    }
}
