/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.jdbc.mysql.SecondaryKeys;
import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What is MariaDB's and MySQL's alone. */
final class MySqlFragment implements ConfigFragment {
    static final String SECONDARY_KEYS = "mysql.secondary.unique.keys";

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "MariaDB and MySQL")
                .add(
                        SECONDARY_KEYS,
                        Type.STRING,
                        Definitions.name(SecondaryKeys.REFUSE),
                        Definitions.oneOf(SecondaryKeys.class),
                        Importance.MEDIUM,
                        "Secondary unique keys",
                        "What upserts do with a table that has unique keys beside the events' key. 'refuse': the task fails,"
                                + " since ON DUPLICATE KEY UPDATE would overwrite whichever row has the same value in one of"
                                + " them; 'update_then_insert': the row with the key is updated, and inserted if it is not"
                                + " there, which takes longer.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        String url = config.text(JdbcFragment.URL);
        if (config.posted(SECONDARY_KEYS) != null
                && url != null
                && Databases.of(url).filter(found -> found != Databases.MYSQL).isPresent()) {
            problems.add(SECONDARY_KEYS, "is for MariaDB and MySQL; leave it out");
        }
    }

    static SecondaryKeys read(AbstractConfig config) {
        return Definitions.constant(SecondaryKeys.class, config.getString(SECONDARY_KEYS));
    }
}
