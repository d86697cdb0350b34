/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that stay when they are deleted, on a database of which nothing is known but standard SQL and JDBC. */
class H2SoftDeleteIT extends SoftDeleteContract {
    private final DatabaseScene<H2Database> scene = new DatabaseScene<>(new H2Database());

    @Override
    DatabaseScene<H2Database> scene() {
        return scene;
    }

    @Override
    String epochMillis(String column) {
        return "CAST(EXTRACT(EPOCH FROM " + column + ") * 1000 AS bigint)";
    }

    @Override
    List<String> refusalOfDate() {
        return List.of("'GONE' (DATE)", "jdbc.impossible-type");
    }

    @Test
    void columnsThatMark_areABooleanAndATime() throws Exception {
        scene.write(orders.create(1, "a", 1, null).take(), SOFT_WITH_TIME);

        assertThat(scene.rows("SELECT column_name, data_type, is_nullable FROM information_schema.columns"
                        + " WHERE column_name IN ('__deleted', 'gone') ORDER BY ordinal_position"))
                .containsExactly("__deleted|BOOLEAN|NO", "gone|TIMESTAMP|YES");
    }
}
