/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.order.OrderLog.Change;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** When changes were applied at the target, seen beside what the ledger said by then. Confined to one thread. */
final class Applications {
    private final IntSupplier entries;
    private final Map<String, Application> last = new HashMap<>();
    private int count;

    /**
     * @param order how many there were before
     * @param entries entries that the ledger had
     * @param operation what the target was told
     */
    record Application(int order, int entries, JsonNode operation) {}

    /** @param entries how many entries the ledger has now */
    Applications(IntSupplier entries) {
        this.entries = entries;
    }

    void applied(JsonNode operation) {
        String place = operation.get("partition").asText() + "@"
                + operation.get("offset").asLong();
        last.put(place, new Application(count++, entries.getAsInt(), operation));
    }

    /** The last time that a change was applied, as it was or with a better row; {@code null} if it never was. */
    @Nullable
    Application of(Change change) {
        return last.get(change.partition() + "@" + change.offset());
    }
}
