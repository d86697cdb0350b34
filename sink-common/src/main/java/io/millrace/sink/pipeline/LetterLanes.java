/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.sink.lane.Lane;
import io.millrace.sink.lane.LaneEnvironment;
import io.millrace.sink.lane.LaneEvents;
import io.millrace.sink.lane.LaneExecutor;
import io.millrace.sink.lane.LaneSettings;
import io.millrace.sink.lane.RetrySettings;
import io.millrace.sink.order.OrderLanes;
import io.millrace.sink.order.OrderLanes.Purpose;
import io.millrace.sink.spi.Target;
import java.util.Locale;

/** Makes the lanes that events of keys with letters are written by, and letters that are tried again. Task thread only. */
final class LetterLanes implements OrderLanes.Maker {
    /** Where letters are written one by one, so many of them that a batch takes no longer than a request or two. */
    private static final int FEW = 20;

    private final PipelineSettings settings;
    private final Target target;
    private final LaneExecutor executor;
    private final boolean oneByOne;
    private final Environments environments;

    /** Makes environments in which every key may pass. */
    interface Environments {
        LaneEnvironment of(LaneSettings lane, RetrySettings retries, LaneEvents events);
    }

    /** @param oneByOne whether the target writes each letter by itself, however many there are in a batch */
    LetterLanes(
            PipelineSettings settings,
            Target target,
            LaneExecutor executor,
            boolean oneByOne,
            Environments environments) {
        this.settings = settings;
        this.target = target;
        this.executor = executor;
        this.oneByOne = oneByOne;
        this.environments = environments;
    }

    @Override
    public Lane lane(Purpose purpose, LaneEvents events) {
        boolean rehearsal = purpose == Purpose.REHEARSAL;
        int records = oneByOne ? Math.min(FEW, settings.batchMaxRecords()) : settings.batchMaxRecords();
        LaneSettings lane = LaneSettings.reporting(records, settings.batchMaxBytes(), purpose != Purpose.LIVE);
        RetrySettings retries = settings.retries();
        return new Lane(
                settings.name() + "-letters-" + purpose.name().toLowerCase(Locale.ROOT),
                environments.of(lane, rehearsal ? retries.withoutWaitingForOthers() : retries, events),
                executor,
                switch (purpose) {
                    case LIVE -> target::lane;
                    case REPLAY -> target::replay;
                    case REHEARSAL -> target::rehearsal;
                });
    }
}
