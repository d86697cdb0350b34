/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that stay when they are deleted, on PostgreSQL. */
class SoftDeleteIT extends SoftDeleteContract {
    private final Scene scene = new Scene();

    @Override
    Scene scene() {
        return scene;
    }

    @Override
    String epochMillis(String column) {
        return "(extract(epoch FROM " + column + ") * 1000)::bigint";
    }

    @Override
    List<String> refusalOfDate() {
        return List.of("column 'gone' (date)", "must be boolean, integer or text");
    }

    @Test
    void columnsThatMark_areABooleanAndAMoment() throws Exception {
        scene.write(orders.create(1, "a", 1, null).take(), SOFT_WITH_TIME);

        assertThat(scene.columns("orders")).contains("__deleted boolean NOT NULL", "gone timestamp with time zone");
    }

    @Test
    void deleteBeforeThereIsATable_doesNothing() throws Exception {
        scene.write(orders.delete(7).create(1, "a", 1, null).take(), SOFT);

        assertThat(scene.rows(ROWS)).containsExactly("1|a|there");
    }
}
