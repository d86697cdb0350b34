/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import io.millrace.dlq.control.OrderPolicy;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What may happen in a run. Immutable.
 *
 * @param changes records of the log
 * @param traits what there is besides
 */
record Scenario(OrderPolicy policy, int changes, Set<Trait> traits) {
    Scenario {
        Set<Trait> inOrder = EnumSet.noneOf(Trait.class);
        inOrder.addAll(traits);
        traits = Collections.unmodifiableSet(inOrder);
    }

    static Scenario calm(OrderPolicy policy, int changes) {
        return new Scenario(policy, changes, Set.of());
    }

    boolean faults() {
        return traits.contains(Trait.FAULTS);
    }

    boolean crashes() {
        return traits.contains(Trait.CRASHES) || zombies();
    }

    boolean zombies() {
        return traits.contains(Trait.ZOMBIES);
    }

    boolean operator() {
        return traits.contains(Trait.OPERATOR);
    }

    boolean exactlyOnce() {
        return traits.contains(Trait.EXACTLY_ONCE);
    }

    boolean ledgerInTarget() {
        return traits.contains(Trait.LEDGER_IN_TARGET);
    }

    boolean fewLetters() {
        return traits.contains(Trait.FEW_LETTERS);
    }

    /**
     * Whether the log has deletes. A part of a row that comes again after its row was deleted cannot be applied; where later
     * records wait behind it, they do so until somebody gives it up.
     */
    boolean deletes() {
        return exactlyOnce() || (policy != OrderPolicy.PARK && policy != OrderPolicy.HALT);
    }

    /** Whether the target is a log, which is where letters may be replayed in any order. */
    boolean keepsEveryChange() {
        return policy == OrderPolicy.ANY && !ledgerInTarget();
    }

    /** Whether the records of a key are kept in order. */
    boolean keepsOrder() {
        return policy != OrderPolicy.NONE && policy != OrderPolicy.ANY;
    }
}
