/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.order;

import io.millrace.dlq.control.OrderPolicy;
import io.millrace.sink.record.Destination;
import io.millrace.sink.record.Folding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for later records of a key that has a dead letter. Immutable.
 *
 * @param general for topics that no override names
 * @param overrides by name of the topic override
 */
public record OrderPolicies(OrderPolicy general, Map<String, OrderPolicy> overrides) {
    /** Letters and nothing more. */
    public static final OrderPolicies NONE = new OrderPolicies(OrderPolicy.NONE, Map.of());

    public OrderPolicies {
        overrides = Map.copyOf(overrides);
    }

    /** The policy at a destination; the general one if that is not known. */
    public OrderPolicy of(@Nullable Destination destination) {
        return destination == null ? general : overrides.getOrDefault(destination.override(), general);
    }

    /** Whether any of them is only possible with a ledger. */
    public boolean needLedger() {
        return needsLedger(general) || overrides.values().stream().anyMatch(OrderPolicies::needsLedger);
    }

    /** Whether any of them stops everything: where there can be a ledger, until somebody has seen to the letter. */
    public boolean halt() {
        return general == OrderPolicy.HALT || overrides.containsValue(OrderPolicy.HALT);
    }

    private static boolean needsLedger(OrderPolicy policy) {
        return keepsKeys(policy) || policy == OrderPolicy.ANY;
    }

    /** Whether any of them applies the records of a key one by one. */
    public boolean keepKeys() {
        return keepsKeys(general) || overrides.values().stream().anyMatch(OrderPolicies::keepsKeys);
    }

    private static boolean keepsKeys(OrderPolicy policy) {
        return policy == OrderPolicy.SUPERSEDE || policy == OrderPolicy.PARK;
    }

    /** Whether the order of a key's records is kept at a destination although one of them has become a letter. */
    public boolean keepOrder(Destination destination) {
        OrderPolicy policy = of(destination);
        return policy != OrderPolicy.NONE && policy != OrderPolicy.ANY && destination.folding() != Folding.LOG;
    }

    /** Whether letters of a destination stand for their records, because no order of keys is kept that would see to them. */
    boolean standAlone(@Nullable Destination destination) {
        boolean log = destination != null && destination.folding() == Folding.LOG;
        return of(destination) == OrderPolicy.ANY || (log && of(destination) == OrderPolicy.HALT);
    }
}
