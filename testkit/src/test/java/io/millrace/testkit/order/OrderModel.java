/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.testkit.order.OrderLog.Change;
import io.millrace.testkit.order.OrderLog.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must become of a log, row by row, when nothing goes wrong but what the target refuses. Confined to one thread. */
final class OrderModel {
    private final Map<String, Map<String, Object>> rows = new TreeMap<>();
    private final List<Change> open = new ArrayList<>();
    private final List<Change> superseded = new ArrayList<>();

    OrderModel(OrderLog log, OrderPolicy policy) {
        log.byKey().forEach((id, changes) -> play(id, changes, policy));
    }

    private void play(long id, List<Change> changes, OrderPolicy policy) {
        List<Change> letters = new ArrayList<>();
        for (Change change : changes) {
            if (change.kind() == Kind.NOTHING) {
                continue;
            }
            boolean whole = change.kind() != Kind.PART;
            boolean waits =
                    !letters.isEmpty() && (policy == OrderPolicy.PARK || (policy == OrderPolicy.SUPERSEDE && !whole));
            if (waits || change.poison()) {
                letters.add(change);
                continue;
            }
            apply(rows, id, change);
            if (policy == OrderPolicy.SUPERSEDE) {
                superseded.addAll(letters);
                letters.clear();
            }
        }
        open.addAll(letters);
    }

    /** The rows at the target before anything is replayed. */
    Map<String, Map<String, Object>> rows() {
        return rows;
    }

    /** The records that are letters and wait for somebody to do something. */
    List<Change> open() {
        return open;
    }

    /** The records that were letters, until something newer was applied. */
    List<Change> superseded() {
        return superseded;
    }

    private static String key(long id) {
        return "{\"id\":" + id + "}";
    }

    /** What a change does to the rows. */
    static void apply(Map<String, Map<String, Object>> rows, long id, Change change) {
        String key = key(id);
        switch (change.kind()) {
            case WHOLE -> rows.put(key, new HashMap<>(change.row()));
            case PART ->
                rows.computeIfPresent(key, (same, row) -> {
                    Map<String, Object> merged = new HashMap<>(row);
                    merged.putAll(change.row());
                    return merged;
                });
            case DELETE -> rows.remove(key);
            case TRUNCATE -> rows.clear();
            case NOTHING -> {}
        }
    }
}
