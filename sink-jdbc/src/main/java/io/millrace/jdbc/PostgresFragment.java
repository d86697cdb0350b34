/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import io.millrace.sink.config.ConfigFragment;
import io.millrace.sink.config.ConfigView;
import io.millrace.sink.config.Definitions;
import io.millrace.sink.config.Problems;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What is PostgreSQL's alone. */
final class PostgresFragment implements ConfigFragment {
    static final String COPY_MIN_VALUES = "copy.min.values";

    /** 1,000 rows of 50 columns, or 5,000 of ten; see ADR 16 for the measurements. */
    private static final int DEFAULT_COPY_MIN_VALUES = 50_000;

    @Override
    public void define(ConfigDef definition) {
        new Definitions(definition, "PostgreSQL")
                .add(
                        COPY_MIN_VALUES,
                        Type.INT,
                        DEFAULT_COPY_MIN_VALUES,
                        Range.atLeast(0),
                        Importance.LOW,
                        "COPY from",
                        "From how many values on (rows times columns), of those that a batch writes to a table, rows are copied to"
                                + " a temporary table with COPY and written from there, instead of being sent as arrays;"
                                + " 0 for never. Rows that are only ever inserted are copied straight into their table"
                                + " where that comes to the same, and from a tenth of as many values on.");
    }

    @Override
    public void check(ConfigView config, Problems problems) {
        String url = config.text(JdbcFragment.URL);
        if (config.posted(COPY_MIN_VALUES) != null
                && url != null
                && Databases.of(url)
                        .filter(found -> found != Databases.POSTGRESQL)
                        .isPresent()) {
            problems.add(COPY_MIN_VALUES, "is for PostgreSQL; leave it out");
        }
    }

    /** From how many values on, rows times columns, they are copied; 0 for never. */
    static int read(AbstractConfig config) {
        return config.getInt(COPY_MIN_VALUES);
    }
}
