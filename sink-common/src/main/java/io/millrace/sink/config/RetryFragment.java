/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.config;

import io.millrace.sink.lane.FailureOverrides;
import io.millrace.sink.lane.RetrySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What happens when a write fails. */
public final class RetryFragment implements ConfigFragment {
    static final String BACKOFF = "retry.backoff.ms";
    static final String MAX_BACKOFF = "retry.backoff.max.ms";
    static final String OVERRIDES = "failure.overrides";
    static final String UNCLASSIFIED_BUDGET = "retry.unclassified.max.duration.ms";
    static final String DEPENDENCY_BUDGET = "dependency.max.duration.ms";
    static final String TARGET_DOWN_BUDGET = "target.down.max.duration.ms";
    static final String ON_SYSTEMIC = "on.systemic.failure";

    /** What to do when no record can be written as things are configured. */
    enum OnSystemic {
        FAIL,
        PAUSE
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Failures")
                .add(
                        BACKOFF,
                        Type.LONG,
                        50L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "First back-off",
                        "Longest wait in ms before the first retry. The bound doubles with each further one; the wait is a"
                                + " random time below it.")
                .add(
                        MAX_BACKOFF,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Longest back-off",
                        "Longest wait in ms before any retry, and between two probes while the target or a destination"
                                + " takes nothing.")
                .add(
                        UNCLASSIFIED_BUDGET,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Patience with unknown errors",
                        "How long in ms an error that is in no table of codes is retried. Then its batch is cut up: if a"
                                + " single record is to blame it becomes a dead letter, and if everything fails alone the"
                                + " configuration is to blame.")
                .add(
                        DEPENDENCY_BUDGET,
                        Type.LONG,
                        60_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Patience with dependencies",
                        "How long in ms a record is held that needs something else to come first, such as a parent row."
                                + " Others go on meanwhile, and a newer event of its key supersedes it. Then it becomes a"
                                + " dead letter. Time in which the target or one of the task's destinations takes nothing"
                                + " does not count.")
                .add(
                        TARGET_DOWN_BUDGET,
                        Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "Patience with outages",
                        "How long in ms the target, or a destination whose records are held back, may take no writes before"
                                + " the task fails; -1 for ever. Meanwhile it is probed, and nothing becomes a dead"
                                + " letter.")
                .add(
                        ON_SYSTEMIC,
                        Type.STRING,
                        Definitions.name(OnSystemic.FAIL),
                        Definitions.oneOf(OnSystemic.class),
                        Importance.MEDIUM,
                        "On wrong configuration",
                        "What to do when no record can be written as things are configured (a table that is gone, a missing"
                                + " privilege, a wrong password): 'fail' the task, or 'pause': records of the destination"
                                + " that it concerns are held back while others go on, and some are tried from time to time"
                                + " until it is put right at the target. A wrong password concerns all.")
                .add(
                        OVERRIDES,
                        Type.LIST,
                        List.of(),
                        FailureClasses.VALIDATOR,
                        Importance.LOW,
                        "Failure overrides",
                        "What errors mean where the built-in table is wrong for you: a list of 'code:class', such as"
                                + " 'P0001:transient'. The code is the target's own as it stands behind the dot in messages,"
                                + " metrics and letters (an SQLState, a type of error); classes are "
                                + FailureClasses.NAMES + ".");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        Number first = config.number(BACKOFF);
        Number longest = config.number(MAX_BACKOFF);
        if (first != null && longest != null && first.longValue() > longest.longValue()) {
            problems.add(MAX_BACKOFF, "is " + longest + ", less than '" + BACKOFF + "' (" + first + ")");
        }
        Number down = config.number(TARGET_DOWN_BUDGET);
        if (down != null && down.longValue() == 0) {
            problems.add(
                    TARGET_DOWN_BUDGET,
                    "must be -1 (for ever) or above 0: every target is down for a moment sometimes");
        }
    }

    /** How patient lanes are. */
    public static RetrySettings read(AbstractConfig config) {
        long down = config.getLong(TARGET_DOWN_BUDGET);
        return new RetrySettings(
                millis(config, BACKOFF),
                millis(config, MAX_BACKOFF),
                millis(config, UNCLASSIFIED_BUDGET),
                millis(config, DEPENDENCY_BUDGET),
                down < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(down)),
                Definitions.constant(OnSystemic.class, config.getString(ON_SYSTEMIC)) == OnSystemic.PAUSE,
                StormFragment.read(config),
                new FailureOverrides(FailureClasses.parse(config.getList(OVERRIDES))));
    }

    private static Duration millis(AbstractConfig config, String key) {
        return Duration.ofMillis(config.getLong(key));
    }
}
