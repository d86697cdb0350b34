/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process still does anything. Stateless. */
final class ProcessState {
    private static final char UNKNOWN = '?';
    private static final char ZOMBIE = 'Z';

    private ProcessState() {}

    /**
     * True also for a process that has ended but that nobody has collected: it holds nothing any more, and in a
     * container nobody may ever come for it. {@link ProcessHandle#isAlive} calls it alive.
     */
    static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || letter(process.pid()) == ZOMBIE;
    }

    /** The state's letter as Linux names it, such as T for stopped; a question mark where it cannot be told. */
    static char letter(long process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            // After the program's name, which stands in parentheses and may itself hold some.
            return line.charAt(line.lastIndexOf(')') + 2);
        } catch (IOException noSuchProcessOrSystem) {
            return UNKNOWN;
        }
    }
}
