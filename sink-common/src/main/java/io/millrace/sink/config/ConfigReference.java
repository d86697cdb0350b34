/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Writes the reference page of a connector's configuration, so that it cannot differ from the code. Stateless. */
public final class ConfigReference {
    private ConfigReference() {}

    /**
     * The page as Markdown: one table for each group, keys in the order in which they are defined.
     *
     * @param title heading of the page
     */
    public static String markdown(String title, ConfigDef definition) {
        Map<String, List<ConfigDef.ConfigKey>> groups = new LinkedHashMap<>();
        definition.configKeys().values().forEach(key -> groups.computeIfAbsent(key.group, group -> new ArrayList<>())
                .add(key));
        StringBuilder page = new StringBuilder("# " + title + "\n\n");
        page.append(
                "Generated from the connector's definition; a test fails when it is stale. Keys that are the same for"
                        + " every Kafka Connect sink (`topics`, `key.converter`, `errors.*`, `consumer.override.*` ...) are in"
                        + " Kafka's documentation.\n");
        groups.forEach((group, keys) -> {
            keys.sort((left, right) -> Integer.compare(left.orderInGroup, right.orderInGroup));
            page.append("\n## ").append(group).append("\n\n| key | type | default | allowed | what it does |\n");
            page.append("| --- | --- | --- | --- | --- |\n");
            keys.forEach(key -> row(page, key));
        });
        return page.toString();
    }

    private static void row(StringBuilder page, ConfigDef.ConfigKey key) {
        page.append("| `")
                .append(key.name)
                .append("` | ")
                .append(Definitions.name(key.type))
                .append(" | ");
        page.append(byDefault(key)).append(" | ");
        page.append(key.validator == null ? "" : cell(key.validator.toString())).append(" | ");
        page.append(cell(key.documentation)).append(" |\n");
    }

    private static String byDefault(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "**required**";
        }
        Object value = key.defaultValue;
        if (value == null) {
            return "";
        }
        String text = value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : value.toString();
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
