/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

import io.millrace.dlq.control.OrderPolicy;

/**
 * What may happen in a run. Immutable.
 *
 * @param changes records of the log
 * @param faults whether target, ledger, letters, commands and audit may be away, and requests go wrong
 * @param crashes whether workers die
 * @param zombies whether workers that are thought dead may go on for a while; then the target keeps the newest version
 * @param operator whether somebody does things with letters while all that happens
 * @param exactlyOnce whether the target keeps progress together with what is written
 * @param ledgerInTarget whether it keeps the ledger of dead letters together with what is written
 */
record Scenario(
        OrderPolicy policy,
        int changes,
        boolean faults,
        boolean crashes,
        boolean zombies,
        boolean operator,
        boolean exactlyOnce,
        boolean ledgerInTarget) {

    static Scenario calm(OrderPolicy policy, int changes) {
        return new Scenario(policy, changes, false, false, false, false, false, false);
    }

    /**
     * Whether the log has deletes. A part of a row that comes again after its row was deleted cannot be applied; where later
     * records wait behind it, they do so until somebody gives it up.
     */
    boolean deletes() {
        return exactlyOnce || policy == OrderPolicy.SUPERSEDE || policy == OrderPolicy.NONE;
    }

    Scenario withFaults() {
        return new Scenario(policy, changes, true, crashes, zombies, operator, exactlyOnce, ledgerInTarget);
    }

    Scenario withCrashes() {
        return new Scenario(policy, changes, faults, true, zombies, operator, exactlyOnce, ledgerInTarget);
    }

    Scenario withZombies() {
        return new Scenario(policy, changes, faults, true, true, operator, exactlyOnce, ledgerInTarget);
    }

    Scenario withOperator() {
        return new Scenario(policy, changes, faults, crashes, zombies, true, exactlyOnce, ledgerInTarget);
    }

    Scenario withProgress() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, true, ledgerInTarget);
    }

    Scenario withLedgerInTarget() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, exactlyOnce, true);
    }
}
