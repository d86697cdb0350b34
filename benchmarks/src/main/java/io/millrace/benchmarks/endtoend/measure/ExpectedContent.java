/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks.endtoend.measure;

import io.millrace.benchmarks.endtoend.event.PlainRows;
import io.millrace.benchmarks.endtoend.event.Workload;
import io.millrace.benchmarks.endtoend.rig.Rig;
import io.millrace.benchmarks.endtoend.rig.TargetTable;
import io.millrace.benchmarks.endtoend.subject.PlainUnnest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What tables must hold in the end: what a plain program leaves in them. Confined to one thread. */
public final class ExpectedContent {
    private static final int BATCH = 5_000;

    private final Rig rig;
    private final Map<Workload, TargetTable.Content> known = new HashMap<>();

    /** @param rig the servers */
    public ExpectedContent(Rig rig) {
        this.rig = rig;
    }

    /** What a table must hold after a workload's events, each of them applied in order. */
    TargetTable.Content of(Workload workload) throws SQLException {
        TargetTable.Content content = known.get(workload);
        if (content == null) {
            try (TargetTable table = rig.table(workload.shape())) {
                new PlainUnnest(workload.shape(), table.name()).write(PlainRows.of(workload, BATCH), 1, rig::connect);
                content = table.content();
            }
            known.put(workload, content);
        }
        return content;
    }
}
