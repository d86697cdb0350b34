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
 */
record Scenario(
        OrderPolicy policy,
        int changes,
        boolean faults,
        boolean crashes,
        boolean zombies,
        boolean operator,
        boolean exactlyOnce) {

    static Scenario calm(OrderPolicy policy, int changes) {
        return new Scenario(policy, changes, false, false, false, false, false);
    }

    Scenario withFaults() {
        return new Scenario(policy, changes, true, crashes, zombies, operator, exactlyOnce);
    }

    Scenario withCrashes() {
        return new Scenario(policy, changes, faults, true, zombies, operator, exactlyOnce);
    }

    Scenario withZombies() {
        return new Scenario(policy, changes, faults, true, true, operator, exactlyOnce);
    }

    Scenario withOperator() {
        return new Scenario(policy, changes, faults, crashes, zombies, true, exactlyOnce);
    }

    Scenario withProgress() {
        return new Scenario(policy, changes, faults, crashes, zombies, operator, true);
    }
}
