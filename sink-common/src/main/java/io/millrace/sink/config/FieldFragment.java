/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.decode.FieldSelection;
import io.millrace.sink.decode.FieldSelection.Rename;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Which fields of records become columns, and of what name. */
public final class FieldFragment implements ConfigFragment {
    static final String INCLUDE = "fields.include";
    static final String EXCLUDE = "fields.exclude";
    static final String RENAME = "fields.rename";

    private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\$(\\d)");

    private static final ConfigDef.Validator PATTERNS =
            Definitions.validator("list of names or regular expressions", (key, value) -> {
                for (Object element : value == null ? List.of() : (List<?>) value) {
                    requirePattern(key, value, element.toString());
                }
            });

    private static final ConfigDef.Validator RENAMES = Definitions.validator("list of field:column", (key, value) -> {
        for (Object element : value == null ? List.of() : (List<?>) value) {
            requireRename(key, value, element.toString());
        }
    });

    private static Pattern requirePattern(String key, @Nullable Object value, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new ConfigException(
                    key, value, "'" + pattern + "' is neither a name nor a regular expression: " + e.getDescription());
        }
    }

    private static void requireRename(String key, @Nullable Object value, String rename) {
        int colon = rename.lastIndexOf(':');
        if (colon <= 0 || colon == rename.length() - 1) {
            throw new ConfigException(key, value, "'" + rename + "' is not of the form 'field:column'");
        }
        Pattern from = requirePattern(key, value, rename.substring(0, colon));
        int groups = from.matcher("").groupCount();
        Matcher asked = GROUP.matcher(rename.substring(colon + 1));
        while (asked.find()) {
            if (Integer.parseInt(asked.group(1)) > groups) {
                throw new ConfigException(
                        key, value, "'" + rename + "' asks for group " + asked.group() + " of " + groups);
            }
        }
        try {
            // Whatever else a replacement may not hold.
            Pattern.compile("(x)".repeat(Math.max(1, groups)))
                    .matcher("x".repeat(Math.max(1, groups)))
                    .replaceFirst(rename.substring(colon + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ConfigException(key, value, "'" + rename + "' has no column's name behind the colon");
        }
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Fields")
                .add(
                        INCLUDE,
                        Type.LIST,
                        List.of(),
                        PATTERNS,
                        Importance.MEDIUM,
                        "Included fields",
                        "Which fields of the value become columns: names, or regular expressions that must match the whole"
                                + " name; all if empty. A key's columns are always written.")
                .add(
                        EXCLUDE,
                        Type.LIST,
                        List.of(),
                        PATTERNS,
                        Importance.MEDIUM,
                        "Excluded fields",
                        "Which fields of the value do not become columns, whatever 'fields.include' says. None of them may"
                                + " be a part of the key.")
                .add(
                        RENAME,
                        Type.LIST,
                        List.of(),
                        RENAMES,
                        Importance.MEDIUM,
                        "Renamed fields",
                        "Other names for columns, as 'field:column'; the first that matches counts. A field may be a regular"
                                + " expression, to whose groups the column may refer as $1. Holds for a key's fields, too;"
                                + " all other keys call fields by the name they have in records.");
    }

    @Override
    public List<String> perTopic() {
        return List.of(INCLUDE, EXCLUDE, RENAME);
    }

    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        String source = config.text(EventFragment.KEY_SOURCE);
        boolean named = "record_key".equals(source) || "record_value".equals(source);
        if (!named || (config.overrides(EventFragment.KEY_SOURCE) && !config.overrides(EventFragment.KEY_FIELDS))) {
            return;
        }
        for (String excluded : config.list(EXCLUDE)) {
            for (String field : config.list(EventFragment.KEY_FIELDS)) {
                if (Pattern.compile(excluded).matcher(field).matches()) {
                    problems.add(
                            EXCLUDE,
                            "'" + excluded + "' matches '" + field + "' of '" + EventFragment.KEY_FIELDS
                                    + "'; a key's columns cannot be left out");
                }
            }
        }
    }

    /** The selection for some topics, for a configuration that has been checked. */
    static FieldSelection read(TopicScope scope) {
        return new FieldSelection(
                patterns(scope.list(INCLUDE)),
                patterns(scope.list(EXCLUDE)),
                scope.list(RENAME).stream().map(FieldFragment::rename).toList());
    }

    private static List<Pattern> patterns(List<String> texts) {
        return texts.stream().map(Pattern::compile).toList();
    }

    private static Rename rename(String text) {
        int colon = text.lastIndexOf(':');
        return new Rename(Pattern.compile(text.substring(0, colon)), text.substring(colon + 1));
    }
}
