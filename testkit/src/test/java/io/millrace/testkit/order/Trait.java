/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.order;

/** Something that a simulation has besides a log and tasks that write it. */
enum Trait {
    /** Target, ledger, letters, commands and audit may be away, and requests go wrong. */
    FAULTS,
    /** Workers die. */
    CRASHES,
    /** Workers die, or are thought dead and go on for a while; the target keeps the newest version. */
    ZOMBIES,
    /** Somebody does things with letters while all that happens. */
    OPERATOR,
    /** The target keeps progress together with what is written. */
    EXACTLY_ONCE,
    /** The target keeps the ledger of dead letters together with what is written. */
    LEDGER_IN_TARGET,
    /** There may be so few letters at a time that the stream has to wait for people. */
    FEW_LETTERS
}
