/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.jdbc.postgres.PostgresTarget;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.connect.TargetPlugin;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/** What the JDBC connector is made of. */
public final class JdbcPlugin implements TargetPlugin {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public String destinationTemplateKey() {
        return TableFragment.TABLE_NAME;
    }

    /** A dot parts schema and table. */
    @Override
    public String destinationSeparators() {
        return ".";
    }

    @Override
    public boolean softDeletes() {
        return true;
    }

    @Override
    public List<ConfigFragment> fragments() {
        return List.of(
                new JdbcFragment(),
                new TableFragment(),
                new SchemaFragment(),
                new DeliveryFragment(),
                new LetterLedgerFragment(),
                new PostgresFragment(),
                new MySqlFragment());
    }

    @Override
    public Folding folding(ConfigView config) {
        return TableFragment.folding(config);
    }

    @Override
    public @Nullable String orderMatters(ConfigView config) {
        return TableFragment.orderMatters(config);
    }

    @Override
    public Optional<String> refusesLedger(ConfigView config) {
        return LetterLedgerFragment.refusal(config);
    }

    @Override
    public int defaultBatchRecords() {
        return 5_000;
    }

    @Override
    public int defaultBatchBytes() {
        return 8 << 20;
    }

    /** More gains nothing, and each young collection copies all that is under way: ADR 24. */
    @Override
    public long defaultBufferBytes() {
        return 16L << 20;
    }

    @Override
    public void alterOffsets(AbstractConfig config, Map<TopicPartition, @Nullable Long> offsets) throws Exception {
        JdbcSettings settings = JdbcFragment.read(config);
        if (settings.ledger().isPresent()) {
            PostgresTarget.alterOffsets(settings, offsets);
        }
    }

    @Override
    public Target target(AbstractConfig config, String task) {
        return target(config, task, () -> config);
    }

    @Override
    public Target target(AbstractConfig config, String task, Supplier<AbstractConfig> current) {
        JdbcSettings settings = JdbcFragment.read(config);
        return Databases.of(settings.url())
                .orElseThrow()
                .target(settings, MySqlFragment.read(config), task, () -> JdbcFragment.read(current.get()));
    }
}
