/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a child process is started, the first time and every time again.
 *
 * @param name the server's name in messages and file names
 * @param command program and arguments
 * @param folder working directory; the output goes to {@code <name>.log} in it
 * @param within how long it may take until the server is ready
 * @param stopSignal name of the signal that asks it to end in good order
 */
record Launch(String name, List<String> command, Path folder, Duration within, String stopSignal) {
    /** Generous: two cores that start several servers at once are slow. A server that dies is noticed at once. */
    static final Duration WITHIN = Duration.ofSeconds(90);

    Launch {
        command = List.copyOf(command);
    }

    static Launch of(String name, List<String> command, Path folder) {
        return new Launch(name, command, folder, WITHIN, "TERM");
    }

    Launch stoppedBy(String signal) {
        return new Launch(name, command, folder, within, signal);
    }

    Path log() {
        return folder.resolve(name + ".log");
    }
}
