/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.pipeline;

import io.millrace.dlq.order.LedgerStore;
import io.millrace.dlq.order.ReplayAccess;
import io.millrace.sink.order.OrderPolicies;
import io.millrace.sink.order.OrderSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How order is kept behind dead letters, and how they are replayed. Immutable.
 *
 * @param settings what holds where
 * @param store where the ledger is kept, or {@code null} if there is none: then no policy may need one
 * @param replay commands, letters and audit, or {@code null} if letters are not replayed
 */
public record Ordering(OrderSettings settings, @Nullable LedgerStore store, @Nullable ReplayAccess replay) {
    public Ordering {
        if (store == null && settings.policies().needLedger()) {
            throw new IllegalArgumentException("Order cannot be kept without a ledger: " + settings.policies());
        }
    }

    /** Letters and nothing more. */
    public static Ordering none(String connector) {
        return new Ordering(new OrderSettings(connector, 0, OrderPolicies.NONE, 1, 1, false), null, null);
    }

    /** The ledger. Only where there is one. */
    LedgerStore ledger() {
        return Objects.requireNonNull(store, "whoever keeps order has a ledger");
    }
}
