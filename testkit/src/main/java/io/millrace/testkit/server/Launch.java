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
 * @param readyWithin how long it may take until the server is ready
 * @param endWithin how long it may take to end in good order
 * @param stopSignal name of the signal that asks it to end in good order
 */
record Launch(
        String name, List<String> command, Path folder, Duration readyWithin, Duration endWithin, String stopSignal) {
    /** Generous: two cores that start several servers at once are slow. A server that dies is noticed at once. */
    static final Duration READY_WITHIN = Duration.ofSeconds(90);

    static final Duration END_WITHIN = Duration.ofSeconds(20);

    Launch {
        command = List.copyOf(command);
    }

    static Launch of(String name, List<String> command, Path folder) {
        return new Launch(name, command, folder, READY_WITHIN, END_WITHIN, "TERM");
    }

    Launch stoppedBy(String signal) {
        return new Launch(name, command, folder, readyWithin, endWithin, signal);
    }

    Path log() {
        return folder.resolve(name + ".log");
    }
}
