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
 * @param fewLetters whether there may be so few letters at a time that the stream has to wait for people
 */
record Scenario(
        OrderPolicy policy,
        int changes,
        boolean faults,
        boolean crashes,
        boolean zombies,
        boolean operator,
        boolean exactlyOnce,
        boolean ledgerInTarget,
        boolean fewLetters) {

    static Scenario calm(OrderPolicy policy, int changes) {
        return new Scenario(policy, changes, false, false, false, false, false, false, false);
    }

    /**
     * Whether the log has deletes. A part of a row that comes again after its row was deleted cannot be applied; where later
     * records wait behind it, they do so until somebody gives it up.
     */
    boolean deletes() {
        return exactlyOnce || (policy != OrderPolicy.PARK && policy != OrderPolicy.HALT);
    }

    /** Whether the target is a log, which is where letters may be replayed in any order. */
    boolean keepsEveryChange() {
        return policy == OrderPolicy.ANY && !ledgerInTarget;
    }

    /** Whether the records of a key are kept in order. */
    boolean keepsOrder() {
        return policy != OrderPolicy.NONE && policy != OrderPolicy.ANY;
    }

    Scenario withFaults() {
        return new Scenario(policy, changes, true, crashes, zombies, operator, exactlyOnce, ledgerInTarget, fewLetters);
    }

    Scenario withCrashes() {
        return new Scenario(policy, changes, faults, true, zombies, operator, exactlyOnce, ledgerInTarget, fewLetters);
    }

    Scenario withZombies() {
        return new Scenario(policy, changes, faults, true, true, operator, exactlyOnce, ledgerInTarget, fewLetters);
    }

    Scenario withOperator() {
        return new Scenario(policy, changes, faults, crashes, zombies, true, exactlyOnce, ledgerInTarget, fewLetters);
    }

    Scenario withProgress() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, true, ledgerInTarget, fewLetters);
    }

    Scenario withLedgerInTarget() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, exactlyOnce, true, fewLetters);
    }

    Scenario withFewLetters() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, exactlyOnce, ledgerInTarget, true);
    }
}
