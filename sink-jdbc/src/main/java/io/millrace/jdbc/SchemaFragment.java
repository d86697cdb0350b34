/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import io.millrace.sink.config.TopicScope;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What may be done to tables that do not fit their events. */
final class SchemaFragment implements ConfigFragment {
    static final String EVOLUTION = "schema.evolution";
    static final String DDL = "schema.ddl";
    static final String LOCK_TIMEOUT = "schema.lock.timeout.ms";

    /** Values of {@code schema.ddl}. */
    private enum Ddl {
        EXECUTE,
        LOG
    }

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Schema")
                .add(
                        EVOLUTION,
                        Type.STRING,
                        Definitions.name(SchemaEvolution.NONE),
                        Definitions.oneOf(SchemaEvolution.class),
                        Importance.HIGH,
                        "Schema evolution",
                        "What is done when a table does not fit its events. 'none': nothing, the task fails and says what is"
                                + " wrong; 'validate': as 'none', and what would fail only for some rows is refused at first"
                                + " sight, too: NULLs that a column does not allow, writes to generated columns; 'add': missing"
                                + " tables are created and missing columns added, nullable and without defaults; 'evolve': as"
                                + " 'add', and columns are widened where nothing can get lost, and lose their NOT NULL when"
                                + " events may lack them.")
                .add(
                        DDL,
                        Type.STRING,
                        Definitions.name(Ddl.EXECUTE),
                        Definitions.oneOf(Ddl.class),
                        Importance.MEDIUM,
                        "Schema changes",
                        "Who changes tables. 'execute': the connector; 'log': somebody else, the connector logs the SQL under"
                                + " 'io.millrace.jdbc.ddl' and then does what 'on.systemic.failure' says: with 'pause' it waits"
                                + " until the change has been made.")
                .add(
                        LOCK_TIMEOUT,
                        Type.LONG,
                        2_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Lock timeout",
                        "Longest wait in ms for a lock on a table that is to be changed: everybody else who wants the table"
                                + " waits behind it. After that the change is tried again later.");
    }

    @Override
    public List<String> perTopic() {
        return List.of(EVOLUTION);
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        boolean adds = config.posted().entrySet().stream()
                .filter(posted -> posted.getKey().endsWith(EVOLUTION))
                .anyMatch(posted ->
                        posted.getValue().equals("add") || posted.getValue().equals("evolve"));
        if (Definitions.name(Ddl.LOG).equals(config.text(DDL)) && !adds) {
            problems.add(
                    DDL,
                    "is 'log', but '" + EVOLUTION
                            + "' is neither 'add' nor 'evolve' for any topic, so there will be nothing"
                            + " to log; change one of them");
        }
    }

    /** How tables are changed, for a configuration that has been checked. */
    static DdlSettings read(AbstractConfig config) {
        return new DdlSettings(
                Definitions.constant(Ddl.class, config.getString(DDL)) == Ddl.EXECUTE,
                Duration.ofMillis(config.getLong(LOCK_TIMEOUT)));
    }

    /** What may be done to some topics' tables, for a configuration that has been checked. */
    static SchemaEvolution evolution(TopicScope scope) {
        return Definitions.constant(SchemaEvolution.class, scope.text(EVOLUTION));
    }
}
