/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

/** What a shell is told. Stable: scripts depend on it. */
final class ExitCodes {
    static final int OK = 0;
    /** The command ran, and what it looked at is not well. */
    static final int PROBLEM = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** Nothing was written, because nobody confirmed it. */
    static final int UNCONFIRMED = 3;
    /** The cluster, a file or the worker cannot be used. */
    static final int UNREACHABLE = 4;
    /** There is no such letter, group or plan. */
    static final int NOT_FOUND = 5;

    private ExitCodes() {}
}
