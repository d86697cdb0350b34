/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

/**
 * What the doctor found. Immutable.
 *
 * @param level how bad it is
 * @param check stable name of what was looked at
 * @param message what was found, and what to do if anything is to be done
 */
record Finding(Level level, String check, String message) {
    /** How bad something is. */
    enum Level {
        OK,
        /** Something is not known. */
        SKIPPED,
        /** It works, and something may be lost or missed. */
        WARN,
        /** It does not work, or loses letters. */
        FAIL
    }

    static Finding ok(String check, String message) {
        return new Finding(Level.OK, check, message);
    }

    static Finding warn(String check, String message) {
        return new Finding(Level.WARN, check, message);
    }

    static Finding fail(String check, String message) {
        return new Finding(Level.FAIL, check, message);
    }

    static Finding skipped(String check, String message) {
        return new Finding(Level.SKIPPED, check, message);
    }
}
