/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.dlq.store.LetterStore;
import io.millrace.dlq.store.LetterStoreProvider;
import io.millrace.s3.store.ObjectStore;
import io.millrace.sink.config.ConfigView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters in S3 for any sink that has this jar in its folder: {@code dlq.s3.*} are this sink's own settings of the
 * store, and {@code dlq.s3.prefix}. Stateless.
 */
public final class S3LetterProvider implements LetterStoreProvider {
    private static final String PREFIX = "prefix";
    /** Letters are written by one thread. */
    private static final int CONNECTIONS = 1;

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        new StoreFragment().define(definition);
        return definition.define(
                PREFIX, Type.STRING, "dead-letters/", Importance.LOW, "What the names of the objects begin with.");
    }

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public List<Problem> check(Map<String, String> settings) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> parsed = new HashMap<>();
        for (ConfigValue value : definition().validate(settings)) {
            value.errorMessages().forEach(message -> problems.add(new Problem(value.name(), "is wrong: " + message)));
            if (value.errorMessages().isEmpty()) {
                parsed.put(value.name(), value.value());
            }
        }
        new StoreFragment()
                .check(new ConfigView(parsed, settings), (key, message) -> problems.add(new Problem(key, message)));
        return problems;
    }

    @Override
    public LetterStore open(Map<String, String> settings, String task) {
        AbstractConfig config = new AbstractConfig(definition(), settings, false);
        return new S3Letters(new ObjectStore(StoreFragment.read(config, CONNECTIONS), task), config.getString(PREFIX));
    }
}
