/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.elasticsearch;

import io.millrace.elasticsearch.bulk.ElasticsearchTarget;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Problems;
import io.millrace.sink.connect.TargetPlugin;
import io.millrace.sink.spi.Target;
import io.millrace.sink.time.TimeSource;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/** What the Elasticsearch connector is made of. */
public final class ElasticsearchPlugin implements TargetPlugin {
    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public String destinationTemplateKey() {
        return DocumentFragment.INDEX_NAME;
    }

    @Override
    public List<ConfigFragment> fragments() {
        return List.of(new ConnectionFragment(), new DocumentFragment());
    }

    @Override
    public @Nullable String orderMatters(ConfigView config) {
        return DocumentFragment.orderMatters(config);
    }

    @Override
    public int defaultBatchRecords() {
        return 5_000;
    }

    @Override
    public int defaultBatchBytes() {
        return 5 << 20;
    }

    @Override
    public Target target(AbstractConfig config, String task) {
        return new ElasticsearchTarget(ConnectionFragment.read(config), DocumentFragment.read(config));
    }

    @Override
    public void probe(AbstractConfig config, Problems problems) {
        if (config.getBoolean(ConnectionFragment.CHECK)) {
            new ConnectionCheck(problems, TimeSource.SYSTEM).run(ConnectionFragment.read(config));
        }
    }
}
