/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that stay when they are deleted, on MariaDB. */
class MariaDbSoftDeleteIT extends SoftDeleteContract {
    private final DatabaseScene<MariaDatabase> scene = new DatabaseScene<>(new MariaDatabase());

    @Override
    DatabaseScene<MariaDatabase> scene() {
        return scene;
    }

    @Override
    String epochMillis(String column) {
        return "CAST(ROUND(1000 * UNIX_TIMESTAMP(" + column + ")) AS SIGNED)";
    }

    @Override
    List<String> refusalOfDate() {
        return List.of("'gone' (date)", "jdbc.impossible-type");
    }

    @Test
    void columnsThatMark_areAFlagAndATime() throws Exception {
        scene.write(orders.create(1, "a", 1, null).take(), SOFT_WITH_TIME);

        assertThat(scene.rows("SELECT column_name, column_type, is_nullable FROM information_schema.columns"
                        + " WHERE table_schema = database() AND column_name IN ('__deleted', 'gone')"
                        + " ORDER BY ordinal_position"))
                .containsExactly("__deleted|tinyint(1)|NO", "gone|datetime(6)|YES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "update_then_insert"})
    void insertAgain_clearsTheMarks_withFurtherUniqueKeyOrWithout(String secondaryKeys) throws Exception {
        scene.database.execute("CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(40), quantity int, note text,"
                + " __deleted tinyint(1) NOT NULL, gone datetime(6)"
                + (secondaryKeys.equals("refuse") ? "" : ", UNIQUE KEY names (name)") + ")");
        assertThatInsertAgainClearsTheMarks("mysql.secondary.unique.keys", secondaryKeys);
    }

    @Test
    void flagOfOneBit_isWrittenAsABit() throws Exception {
        assertThatFlagsAre("bit(1)", "gone + 0", "1", "0");
    }
}
