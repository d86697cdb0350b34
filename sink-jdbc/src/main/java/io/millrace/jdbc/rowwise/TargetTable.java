/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.rowwise;

import io.millrace.jdbc.batch.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table as the catalogue describes it at one moment. Immutable. */
public final class TargetTable {
    private final TableName name;
    private final Map<String, TargetColumn> columns = new LinkedHashMap<>();
    private final List<UniqueKey> uniqueKeys;

    /** @param name exactly as the database spells it */
    public TargetTable(TableName name, List<TargetColumn> columns, List<UniqueKey> uniqueKeys) {
        this.name = name;
        columns.forEach(column -> this.columns.put(column.name(), column));
        this.uniqueKeys = List.copyOf(uniqueKeys);
    }

    public TableName name() {
        return name;
    }

    /** The column of that name; if none is spelled so, the only one that differs in case alone. */
    public @Nullable TargetColumn column(String column) {
        TargetColumn exact = columns.get(column);
        if (exact != null) {
            return exact;
        }
        TargetColumn found = null;
        for (TargetColumn candidate : columns.values()) {
            if (candidate.name().equalsIgnoreCase(column)) {
                if (found != null) {
                    return null;
                }
                found = candidate;
            }
        }
        return found;
    }

    public List<UniqueKey> uniqueKeys() {
        return uniqueKeys;
    }

    /** Whether these columns, in any order, are what a unique key is made of. */
    public boolean isUnique(Set<String> key) {
        return uniqueKeys.stream().anyMatch(unique -> unique.columns().equals(key));
    }

    /** Whether a column belongs to the primary key, whose columns never take NULL. */
    boolean isPrimary(String column) {
        return uniqueKeys.stream()
                .anyMatch(unique -> unique.name().equals(UniqueKey.PRIMARY)
                        && unique.columns().contains(column));
    }

    /** Unique keys that two rows may share although their values in {@code key} differ. */
    public List<UniqueKey> othersThan(Set<String> key) {
        return uniqueKeys.stream()
                .filter(unique -> !unique.columns().containsAll(key))
                .toList();
    }
}
