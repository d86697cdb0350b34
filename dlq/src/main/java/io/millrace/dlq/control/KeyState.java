/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.control;

/** How a key with open letters stands. A key without is not in the ledger. */
public enum KeyState {
    /** It has letters, and a later record may still be applied. */
    OPEN,
    /** Later records are parked behind its letters. */
    QUARANTINED,
    /** Its letters are being applied; later records wait. */
    RELEASING
}
