/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** What becomes of later records of a key when one of them has become a letter. */
public enum OrderPolicy {
    /** A later record that says everything about its row is applied and closes the key's open letters. */
    SUPERSEDE,
    /** Later records become letters, too, and wait behind the first. */
    PARK,
    /** There is no letter: the task fails and names the record. */
    HALT,
    /** A letter and nothing more: order does not matter. */
    NONE
}
