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

/** The table of the ledger of dead letters, where that is in the database. */
final class LetterLedgerFragment implements ConfigFragment {
    static final String TABLE = "dlq.ledger.table";
    static final String CREATE = "dlq.ledger.table.create";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "Ledger of dead letters")
                .add(
                        TABLE,
                        Type.STRING,
                        "millrace_letters_ledger",
                        Definitions.notBlank(),
                        Importance.LOW,
                        "Ledger of dead letters",
                        "Table that says what has become of keys and letters when '" + OrderFragment.LEDGER_PLACE
                                + "' is 'target', 'table' or 'schema.table'. Many connectors may share it.")
                .add(
                        CREATE,
                        Type.BOOLEAN,
                        true,
                        null,
                        Importance.LOW,
                        "Create that table",
                        "Whether that table is created if it is missing. If not, the task fails then and says how to create"
                                + " it.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        if (!OrderFragment.isLedgerInTarget(config)) {
            for (String key : List.of(TABLE, CREATE)) {
                if (config.posted(key) != null) {
                    problems.add(key, "has no meaning unless '" + OrderFragment.LEDGER_PLACE + "' is 'target'");
                }
            }
        }
    }

    /** Why the database cannot keep it, if that is so. */
    static Optional<String> refusal(ConfigView config) {
        String url = config.text(JdbcFragment.URL);
        return url == null || Databases.of(url).orElse(null) == Databases.POSTGRESQL
                ? Optional.empty()
                : Optional.of(
                        "only PostgreSQL keeps the ledger, and '" + JdbcFragment.URL + "' is of another database");
    }

    /** Where it is kept, for a configuration that has been checked; empty if that is not the database. */
    static Optional<LetterLedgerSettings> read(AbstractConfig config) {
        if (!OrderFragment.isLedgerInTarget(config)) {
            return Optional.empty();
        }
        String connector = String.valueOf(config.originals().getOrDefault("name", "jdbc"));
        return Optional.of(new LetterLedgerSettings(connector, config.getString(TABLE), config.getBoolean(CREATE)));
    }
}
