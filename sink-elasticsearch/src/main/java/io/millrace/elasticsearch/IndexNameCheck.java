/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.elasticsearch.bulk.IndexName;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.NameTemplate;
import io.millrace.sink.config.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Finds out before the first record that a topic's index could not be. Stateless. */
final class IndexNameCheck {
    private IndexNameCheck() {}

    static void check(ConfigView config, Problems problems) {
        String template = config.text(DocumentFragment.INDEX_NAME);
        Pattern topics = pattern(config.text("destination.topic.pattern"));
        String listed = config.posted("topics");
        if (template == null || topics == null || listed == null) {
            return;
        }
        List<Pattern> overridden = config.list("topic.overrides").stream()
                .map(name -> pattern(config.text("topic.override." + name + ".regex")))
                .filter(Objects::nonNull)
                .toList();
        Arrays.stream(listed.split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .filter(topic -> overridden.stream()
                        .noneMatch(pattern -> pattern.matcher(topic).matches()))
                .forEach(topic -> check(template, topics, topic, problems));
    }

    private static void check(String template, Pattern topics, String topic, Problems problems) {
        String name;
        try {
            String fixed = new NameTemplate(template, topics).fixedName(topic);
            if (fixed == null) {
                return;
            }
            name = IndexName.of(fixed);
        } catch (ConfigException | IndexOutOfBoundsException e) {
            // Reported on the pattern's own key, or with the first record.
            return;
        }
        String problem = IndexName.problem(name);
        if (problem != null) {
            problems.add(
                    DocumentFragment.INDEX_NAME,
                    "makes '" + name + "' of topic '" + topic + "', which can be no index: " + problem);
        }
    }

    private static @Nullable Pattern pattern(@Nullable String regex) {
        try {
            return regex == null ? null : Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            // Reported on its own key.
            return null;
        }
    }
}
