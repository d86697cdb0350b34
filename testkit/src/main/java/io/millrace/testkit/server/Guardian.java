/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;

/**
 * A tiny shell beside each child that kills it when this JVM is gone, however it went.
 *
 * <p>The shutdown hook does not run when the JVM itself is killed (a build that times out, an out-of-memory killer).
 * The shell waits on a pipe whose other end only this JVM holds: the system closes it with the JVM, and the wait ends.
 * Confined to its {@link ServerProcess}.
 */
final class Guardian {
    private final Process shell;

    private Guardian(Process shell) {
        this.shell = shell;
    }

    static Guardian of(ProcessHandle child) throws IOException {
        String script = "trap '' INT TERM HUP; read -r line; kill -KILL " + child.pid();
        return new Guardian(new ProcessBuilder("sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Must come before the child's id may belong to another process. */
    void dismiss() {
        shell.destroyForcibly();
    }
}
