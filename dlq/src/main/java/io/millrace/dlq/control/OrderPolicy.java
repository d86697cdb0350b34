/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What becomes of later records of a key when one of them has become a letter. */
public enum OrderPolicy {
    /** A later record that says everything about its row is applied and closes the key's open letters. */
    SUPERSEDE,
    /** Later records become letters, too, and wait behind the first. */
    PARK,
    /** Nothing goes on until somebody has seen to the letter; where there is no ledger, the task fails and names the record. */
    HALT,
    /** They are applied, and letters may be replayed in any order: no change can do harm to another. */
    ANY,
    /** They are applied. A letter and nothing more: it cannot be replayed. */
    NONE
}
