/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.lane.StormSettings;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** When records that are refused are not to blame. */
public final class StormFragment implements ConfigFragment {
    static final String POLICY = "storm.policy";
    static final String MIN_RECORDS = "storm.min.records";
    static final String MIN_DURATION = "storm.min.duration.ms";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Storms")
                .add(
                        POLICY,
                        Type.STRING,
                        Definitions.name(StormSettings.Policy.PAUSE),
                        Definitions.oneOf(StormSettings.Policy.class),
                        Importance.MEDIUM,
                        "In a storm",
                        "What to do when a destination refuses record after record for the same reason and takes none:"
                                + " 'pause' holds back its records and tries some of them from time to time, until one is"
                                + " taken; 'fail' fails the task; 'off' writes a dead letter for each.")
                .add(
                        MIN_RECORDS,
                        Type.INT,
                        1_000,
                        Range.atLeast(2),
                        Importance.LOW,
                        "Least records of a storm",
                        "How many records of one destination in a row must have failed with one code, none being written in"
                                + " between, before it is a storm. Those before have their letters.")
                .add(
                        MIN_DURATION,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Least duration of a storm",
                        "How long in ms that must have gone on, too.");
    }

    /** When refused records are a storm. */
    static StormSettings read(AbstractConfig config) {
        return new StormSettings(
                Definitions.constant(StormSettings.Policy.class, config.getString(POLICY)),
                config.getInt(MIN_RECORDS),
                Duration.ofMillis(config.getLong(MIN_DURATION)));
    }
}
