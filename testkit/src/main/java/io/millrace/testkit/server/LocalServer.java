/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.nio.file.Path;

/**
 * A real server as a child process of this JVM, listening on 127.0.0.1.
 *
 * <p>Its addresses never change: a restart takes the same ports and the same data. None survives this JVM. Thread-safe:
 * addresses may be read at any time, everything that changes the process happens one call at a time.
 */
public abstract sealed class LocalServer implements AutoCloseable
        permits ApicurioRegistry,
                ConnectWorker,
                ElasticsearchServer,
                KafkaBroker,
                MariaDbServer,
                PostgresServer,
                S3Server {
    private final ServerProcess process;

    LocalServer(ServerProcess process) {
        this.process = process;
    }

    /** Ends the process by SIGKILL, as a crash would; the data stays. No effect if it is not running. */
    public final void kill() {
        process.kill();
    }

    /**
     * Kills the process if it is running and starts it again on the same ports and data; returns when it is ready.
     *
     * @throws ServerFailure if it does not get ready; the message holds the end of its log
     */
    public final void restart() {
        process.kill();
        process.start();
    }

    /** Suspends the process (SIGSTOP): it keeps its connections and answers nothing until {@link #resume}. */
    public final void suspend() {
        process.suspend();
    }

    /** Lets a suspended process go on. */
    public final void resume() {
        process.resume();
    }

    /** Ends the process in good order within a bounded time, else by force; {@link #restart} may follow. */
    public final void stop() {
        process.stop();
    }

    /**
     * Whether the process is there; a suspended one is.
     *
     * @return true between a start and the end of the process
     */
    public final boolean running() {
        return process.alive();
    }

    /**
     * The process id.
     *
     * @return id of the running process
     * @throws ServerFailure if it is not running
     */
    public final long pid() {
        return process.pid();
    }

    /**
     * What the process has written to its output, all its runs in one file. It goes with this JVM.
     *
     * @return the file
     */
    public final Path log() {
        return process.log();
    }

    /** Same as {@link #kill}: nothing of the server is wanted any more. */
    @Override
    public final void close() {
        process.kill();
    }
}
