/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.OrderFragment;
import io.millrace.sink.config.Problems;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** How often records take effect, and what is kept for that. */
final class DeliveryFragment implements ConfigFragment {
    static final String DELIVERY = "delivery";
    static final String LEDGER_TABLE = "ledger.table";
    static final String LEDGER_CREATE = "ledger.table.create";
    static final String LEDGER_SOURCES = "ledger.source.positions";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Delivery")
                .add(
                        DELIVERY,
                        Type.STRING,
                        Definitions.name(Delivery.AT_LEAST_ONCE),
                        Definitions.oneOf(Delivery.class),
                        Importance.MEDIUM,
                        "Delivery",
                        "How often a record takes effect when something fails in between. 'at_least_once': it may be written"
                                + " again, which with 'insert.mode' 'upsert' ends in the same state; 'exactly_once': progress"
                                + " is committed together with the rows, to the table 'ledger.table', and where that says a"
                                + " partition is, reading goes on, whatever offset Kafka has.")
                .add(
                        LEDGER_TABLE,
                        Type.STRING,
                        "millrace_ledger",
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Ledger table",
                        "Table that progress is kept in when 'delivery' is 'exactly_once', 'table' or 'schema.table'. Many"
                                + " connectors may share it.")
                .add(
                        LEDGER_CREATE,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Create ledger table",
                        "Whether the ledger table is created if it is missing. If not, the task fails then and says how to"
                                + " create it.")
                .add(
                        LEDGER_SOURCES,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Source positions",
                        "Whether the ledger also says how far each partition's sources have come (LSN, binlog position, SCN),"
                                + " so that changes which a source sends again after a crash of its own, at new offsets, are"
                                + " recognised and skipped. Only Debezium's envelopes tell.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        boolean exactlyOnce = Definitions.name(Delivery.EXACTLY_ONCE).equals(config.text(DELIVERY));
        String url = config.text(JdbcFragment.URL);
        if (exactlyOnce && url != null && Databases.of(url).orElse(null) != Databases.POSTGRESQL) {
            problems.add(
                    DELIVERY,
                    "is 'exactly_once', which is there for PostgreSQL only; '" + JdbcFragment.URL
                            + "' is of another database. With"
                            + " 'insert.mode' 'upsert', 'at_least_once' ends in the same state");
        }
        if (!exactlyOnce) {
            for (String key : List.of(LEDGER_TABLE, LEDGER_CREATE, LEDGER_SOURCES)) {
                if (config.posted(key) != null) {
                    problems.add(key, "has no meaning unless '" + DELIVERY + "' is 'exactly_once'");
                }
            }
        }
    }

    /** What the target skips after a crash since it has it does not show that it was newer than a letter. */
    @Override
    public void checkTopic(ConfigView config, Problems problems) {
        String order = config.text(OrderFragment.ORDER);
        boolean kept = "supersede".equals(order) || "park".equals(order);
        if (kept && Definitions.name(Delivery.EXACTLY_ONCE).equals(config.text(DELIVERY))) {
            problems.add(
                    OrderFragment.ORDER,
                    "is '" + order + "', which does not go with '" + DELIVERY
                            + "' 'exactly_once': after a crash a letter might stay open behind a newer row. Set 'none' or"
                            + " 'halt', or, with 'insert.mode' 'upsert', '" + DELIVERY + "' to 'at_least_once'");
        }
    }

    /** Where progress is kept, for a configuration that has been checked; empty if delivery is at least once. */
    static Optional<LedgerSettings> read(AbstractConfig config) {
        if (Definitions.constant(Delivery.class, config.getString(DELIVERY)) != Delivery.EXACTLY_ONCE) {
            return Optional.empty();
        }
        String connector = String.valueOf(config.originals().getOrDefault("name", "jdbc"));
        return Optional.of(new LedgerSettings(
                connector,
                config.getString(LEDGER_TABLE),
                config.getBoolean(LEDGER_CREATE),
                config.getBoolean(LEDGER_SOURCES)));
    }
}
