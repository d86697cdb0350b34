/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.dlq.FailureClass;
import io.millrace.sink.config.Definitions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What types of errors mean in the user's opinion. Stateless. */
final class FailureOverrides {
    private static final Pattern ENTRY = Pattern.compile("\\s*([a-z0-9_]+)\\s*:\\s*([a-z_]+)\\s*");
    private static final List<String> CLASSES =
            Arrays.stream(FailureClass.values()).map(Definitions::name).toList();

    /** Takes lists of {@code type:class}. */
    static final ConfigDef.Validator VALIDATOR = Definitions.validator("list of type:class", (key, value) -> {
        for (Object entry : value == null ? List.of() : (List<?>) value) {
            Matcher parts = ENTRY.matcher(String.valueOf(entry));
            if (!parts.matches()) {
                throw new ConfigException(
                        key, value, "'" + entry + "' is not of the form type:class, such as parsing_exception:record");
            }
            if (!CLASSES.contains(parts.group(2))) {
                throw new ConfigException(key, value, "'" + parts.group(2) + "' is not one of " + CLASSES);
            }
        }
    });

    private FailureOverrides() {}

    /** The classes of a list that has been checked, by type. */
    static Map<String, FailureClass> parse(List<String> entries) {
        Map<String, FailureClass> classes = new HashMap<>();
        for (String entry : entries) {
            Matcher parts = ENTRY.matcher(entry);
            if (parts.matches()) {
                classes.put(parts.group(1), Definitions.constant(FailureClass.class, parts.group(2)));
            }
        }
        return classes;
    }
}
