/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.decode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of a topic's rows become columns, and of what name. Asked once per schema. Immutable and thread-safe.
 *
 * @param include what fields must match one of; empty for all
 * @param exclude what fields must not match any of
 * @param renames other names; the first that matches counts
 */
public record FieldSelection(List<Pattern> include, List<Pattern> exclude, List<Rename> renames) {
    /** Every field, as it is called. */
    public static final FieldSelection ALL = new FieldSelection(List.of(), List.of(), List.of());

    public FieldSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        renames = List.copyOf(renames);
    }

    /**
     * Another name for some fields.
     *
     * @param from what a field's whole name must match
     * @param to the column's name, which may refer to groups as {@code $1}
     */
    public record Rename(Pattern from, String to) {}

    boolean includes(String field) {
        return include.isEmpty() || anyMatches(include, field);
    }

    boolean excludes(String field) {
        return anyMatches(exclude, field);
    }

    /** The column of a field. */
    String column(String field) {
        for (Rename rename : renames) {
            Matcher matcher = rename.from.matcher(field);
            if (matcher.matches()) {
                return matcher.replaceFirst(rename.to);
            }
        }
        return field;
    }

    /** The entries that no field matches: probably misspelt. */
    List<String> unmatched(Collection<String> fields) {
        List<Pattern> patterns = new ArrayList<>(include);
        patterns.addAll(exclude);
        renames.forEach(rename -> patterns.add(rename.from));
        return patterns.stream()
                .filter(pattern -> fields.stream()
                        .noneMatch(field -> pattern.matcher(field).matches()))
                .map(Pattern::pattern)
                .toList();
    }

    private static boolean anyMatches(List<Pattern> patterns, String field) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(field).matches()) {
                return true;
            }
        }
        return false;
    }
}
