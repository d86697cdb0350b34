/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.dlq.letter.Privacy;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** How much letters tell of records. */
public final class PrivacyFragment implements ConfigFragment {
    static final String PAYLOAD = "dlq.payload";
    static final String HEADERS = "dlq.redact.headers";
    static final String MESSAGES = "dlq.redact.messages";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Privacy of dead letters")
                .add(
                        PAYLOAD,
                        Type.STRING,
                        Definitions.name(Privacy.Payload.FULL),
                        Definitions.oneOf(Privacy.Payload.class),
                        Importance.MEDIUM,
                        "Payload",
                        "'full': letters hold the record as it was on its topic, byte for byte; 'reference': only where it is,"
                                + " so that whoever may read that topic finds it there for as long as it is kept.")
                .add(
                        HEADERS,
                        Type.LIST,
                        List.of(),
                        Definitions.validator("list of regular expressions", PrivacyFragment::checkPatterns),
                        Importance.LOW,
                        "Redacted headers",
                        "Names of the record's headers whose values letters leave out, as regular expressions.")
                .add(
                        MESSAGES,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Redact messages",
                        "Whether stack traces in letters leave out the messages of causes, in which drivers quote rows. The"
                                + " letter's own message never does.");
    }

    private static void checkPatterns(String key, @Nullable Object value) {
        for (Object pattern : value == null ? List.of() : (List<?>) value) {
            try {
                Pattern.compile(String.valueOf(pattern));
            } catch (PatternSyntaxException e) {
                throw new ConfigException(
                        key, value, "'" + pattern + "' is no regular expression: " + e.getDescription());
            }
        }
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        String connect = Definitions.name(DeadLetterFragment.Kind.CONNECT);
        if (!config.list(DeadLetterFragment.DESTINATIONS).contains(connect)) {
            return;
        }
        String advice = ", but 'connect' in '" + DeadLetterFragment.DESTINATIONS
                + "' is the worker's own queue, which always writes the whole record; remove one of them";
        if (Definitions.name(Privacy.Payload.REFERENCE).equals(config.text(PAYLOAD))) {
            problems.add(PAYLOAD, "is 'reference'" + advice);
        }
        if (!config.list(HEADERS).isEmpty()) {
            problems.add(HEADERS, "is set" + advice);
        }
    }

    static Privacy read(AbstractConfig config) {
        return new Privacy(
                Definitions.constant(Privacy.Payload.class, config.getString(PAYLOAD)),
                config.getList(HEADERS).stream().map(Pattern::compile).toList(),
                config.getBoolean(MESSAGES));
    }
}
