/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.connect;

import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Problems;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a target's connector is made of: its settings, and how to make the target of them. Stateless; called on any
 * thread. The worker makes one while it looks for plugins, so nothing may happen in the constructor.
 */
public interface TargetPlugin {
    /** Name of the kind of target, for messages and threads: {@code jdbc}, for example. */
    String name();

    /** Key of the template that makes destinations of topics. */
    String destinationTemplateKey();

    /** Characters that part a destination's name, so that what a record says must not hold any of them. */
    default String destinationSeparators() {
        return "";
    }

    /** Whether {@code delete.mode} may be {@code soft}. */
    default boolean softDeletes() {
        return false;
    }

    /** The target's own settings; the template's key among them. */
    List<ConfigFragment> fragments();

    /**
     * What several changes of a row may become by the settings of a topic: as the target's capabilities say it, but for a
     * configuration that is just being checked.
     *
     * @param config as it was posted, for one topic; other things in it may be wrong
     */
    default Folding folding(ConfigView config) {
        return Folding.NET_EFFECT;
    }

    /**
     * What must be set otherwise before an older change of a row can do no harm to a newer one, so that letters may be
     * replayed in any order; {@code null} if that is so by the settings of a topic. Where every change is kept, nobody asks.
     *
     * @param config as it was posted, for one topic; other things in it may be wrong
     */
    default @Nullable String orderMatters(ConfigView config) {
        return "older changes replace newer ones at this target";
    }

    /**
     * Why the target cannot keep the ledger of dead letters, if that is so by a configuration that is just being checked.
     *
     * @param config as it was posted; other things in it may be wrong
     */
    default Optional<String> refusesLedger(ConfigView config) {
        return Optional.of("this connector's target cannot keep it");
    }

    /** The target's default for {@code batch.max.records}. */
    int defaultBatchRecords();

    /** The target's default for {@code batch.max.bytes}. */
    int defaultBatchBytes();

    /** The target's default for {@code buffer.max.bytes}. */
    default long defaultBufferBytes() {
        return 64L << 20;
    }

    /**
     * The target for a configuration that has been checked. Does not connect.
     *
     * @param task what the target's connections can call themselves, for example {@code orders-sink-0}
     */
    Target target(AbstractConfig config, String task);

    /**
     * The same for targets whose logins may change while a task runs.
     *
     * @param current the configuration as it is now, placeholders of {@code ConfigProvider}s resolved anew; any thread
     */
    default Target target(AbstractConfig config, String task, Supplier<AbstractConfig> current) {
        return target(config, task);
    }

    /**
     * An operator alters or resets the offsets of a connector that is stopped: a target that keeps progress must forget
     * what it knows of these partitions and go on from there.
     *
     * @param config a configuration that has been checked
     * @param offsets first offset to read, by partition; {@code null} for the beginning that the consumer chooses
     * @throws Exception if the target cannot be told; then nothing is altered
     */
    default void alterOffsets(AbstractConfig config, Map<TopicPartition, @Nullable Long> offsets) throws Exception {}

    /**
     * Asks the target itself whether a configuration would do, once nothing else is wrong with it. Called when a
     * configuration is validated, never by tasks. Must come back within some seconds. That a target is down is no reason
     * to refuse a configuration.
     *
     * @param problems takes what is found, each on the key that is to be changed
     */
    default void probe(AbstractConfig config, Problems problems) {}
}
