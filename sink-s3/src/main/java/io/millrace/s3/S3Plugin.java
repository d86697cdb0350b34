/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import io.millrace.s3.write.S3Target;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.connect.TargetPlugin;
import io.millrace.sink.record.Folding;
import io.millrace.sink.spi.Target;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;

/** What the S3 connector is made of. */
final class S3Plugin implements TargetPlugin {
    @Override
    public String name() {
        return "s3";
    }

    @Override
    public String destinationTemplateKey() {
        return ObjectFragment.PREFIX;
    }

    @Override
    public List<ConfigFragment> fragments() {
        return List.of(new StoreFragment(), new ObjectFragment());
    }

    /** Objects hold every change. */
    @Override
    public Folding folding(ConfigView config) {
        return Folding.LOG;
    }

    @Override
    public int defaultBatchRecords() {
        return 2_000;
    }

    @Override
    public int defaultBatchBytes() {
        return 2 << 20;
    }

    @Override
    public Target target(AbstractConfig config, String task) {
        return new S3Target(StoreFragment.read(config), ObjectFragment.read(config), task);
    }
}
