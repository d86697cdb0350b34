/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Signals Java has no method for, sent by the {@code kill} command. Stateless. */
final class Signals {
    private Signals() {}

    /** Sends the signal to those of the processes that are still there. */
    static void send(String signal, Stream<ProcessHandle> processes) {
        List<String> ids = processes
                .filter(ProcessHandle::isAlive)
                .map(process -> Long.toString(process.pid()))
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        List<String> command =
                Stream.concat(Stream.of("kill", "-" + signal), ids.stream()).toList();
        try {
            // A process that ended in between makes the command fail, and nothing is wrong with that.
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new ServerFailure("Signal " + signal + " could not be sent to " + ids, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Interrupted while signal " + signal + " was sent to " + ids, interrupted);
        }
    }
}
