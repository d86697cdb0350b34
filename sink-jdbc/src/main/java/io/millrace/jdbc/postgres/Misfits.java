/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jdbc.postgres;

import io.millrace.jdbc.batch.PlanException;
import io.millrace.jdbc.batch.TableName;
import java.util.ArrayList;
import java.util.List;

/** Everything in which a table does not fit its events. Confined to its lane. */
final class Misfits {
    private final List<PlanException> all = new ArrayList<>();

    void add(String code, String message) {
        add(new PlanException(code, message));
    }

    void add(PlanException misfit) {
        all.add(misfit);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** @throws PlanException if there are any, with all of them in its message */
    void throwIfAny(TableName table) throws PlanException {
        if (all.isEmpty()) {
            return;
        }
        if (all.size() == 1) {
            throw all.get(0);
        }
        StringBuilder message = new StringBuilder("table '" + table + "' does not fit its events:");
        for (int i = 0; i < all.size(); i++) {
            message.append(i == 0 ? " (" : "; (")
                    .append(i + 1)
                    .append(") ")
                    .append(all.get(i).getMessage());
        }
        throw new PlanException("does-not-fit", message.toString());
    }
}
