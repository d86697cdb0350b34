/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.FailureClass;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Lists of {@code code:class}: what errors mean in the user's opinion. Stateless. */
final class FailureClasses {
    private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*:\\s*([a-z_]+)\\s*");
    /** As they are written in a configuration. */
    static final List<String> NAMES =
            Arrays.stream(FailureClass.values()).map(Definitions::name).toList();

    /** Takes lists of {@code code:class}. */
    static final ConfigDef.Validator VALIDATOR = Definitions.validator("list of code:class", (key, value) -> {
        for (Object entry : value == null ? List.of() : (List<?>) value) {
            Matcher parts = ENTRY.matcher(String.valueOf(entry));
            if (!parts.matches()) {
                throw new ConfigException(
                        key, value, "'" + entry + "' is not of the form code:class, such as 23514:record");
            }
            if (!NAMES.contains(parts.group(2))) {
                throw new ConfigException(key, value, "'" + parts.group(2) + "' is not one of " + NAMES);
            }
        }
    });

    private FailureClasses() {}

    /** The classes of a list that has been checked, by code. */
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
