/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process that can be started, killed, suspended and started again.
 *
 * <p>Thread-safe: one call at a time, the others wait; only the end of the JVM does not.
 */
final class ServerProcess {

    private final Launch launch;
    private final Probe ready;
    private volatile @Nullable Process process;
    private volatile @Nullable Guardian guardian;

    ServerProcess(Launch launch, Probe ready) {
        this.launch = launch;
        this.ready = ready;
    }

    /** Starts the server and returns once it is ready. Fails with the end of its log. */
    synchronized void start() {
        if (alive()) {
            throw new ServerFailure("Server '" + launch.name() + "' is running already; kill or stop it first.");
        }
        Process started = spawn();
        process = started;
        LiveProcesses.add(this);
        try {
            guardian = Guardian.of(started.toHandle());
        } catch (IOException failure) {
            kill();
            throw new ServerFailure("Server '" + launch.name() + "': its guardian shell did not start", failure);
        }
        awaitReady(started);
    }

    /** Ends the server, its own children with it, by SIGKILL; returns when they are gone. No effect if not running. */
    synchronized void kill() {
        Process victim = process;
        if (victim == null) {
            return;
        }
        end(victim);
        forget();
    }

    /** As {@link #kill}, but without waiting for a call of another thread to end: for the end of this JVM. */
    void abandon() {
        Process victim = process;
        if (victim != null) {
            end(victim);
        }
    }

    /** Asks the server to end in good order, and kills it when it takes too long. No effect if not running. */
    synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        resume();
        Signals.send(launch.stopSignal(), Stream.of(running.toHandle()));
        if (awaitEnd(running, launch.endWithin())) {
            dismissGuardian();
            forget();
        } else {
            kill();
        }
    }

    /** Stops the clock of the server and of its own children (SIGSTOP): connections stay open, nothing answers. */
    synchronized void suspend() {
        Signals.send("STOP", family());
    }

    /** Lets a suspended server go on (SIGCONT). */
    synchronized void resume() {
        Signals.send("CONT", family());
    }

    synchronized boolean alive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    synchronized long pid() {
        Process running = process;
        if (running == null) {
            throw new ServerFailure("Server '" + launch.name() + "' is not running; start it first.");
        }
        return running.pid();
    }

    Path log() {
        return launch.log();
    }

    private void end(Process victim) {
        List<ProcessHandle> family = victim.descendants().toList();
        dismissGuardian();
        victim.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(victim, Launch.END_WITHIN);
        family.forEach(member -> Patience.of(Launch.END_WITHIN).until(() -> ProcessState.hasEnded(member)));
    }

    private Process spawn() {
        try {
            Files.createDirectories(launch.folder());
            return new ProcessBuilder(launch.command())
                    .directory(launch.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(launch.log().toFile()))
                    .start();
        } catch (IOException failure) {
            throw new ServerFailure(
                    "Server '" + launch.name() + "' could not be started by "
                            + launch.command().get(0),
                    failure);
        }
    }

    private void awaitReady(Process started) {
        Patience patience = Patience.of(launch.readyWithin());
        boolean answered = patience.until(() -> !started.isAlive() || ready.holds());
        if (answered && started.isAlive()) {
            return;
        }
        String what = started.isAlive()
                ? "was not ready within " + launch.readyWithin().toSeconds() + " s"
                : "ended with exit code " + started.exitValue() + " before it was ready";
        kill();
        throw new ServerFailure(
                "Server '" + launch.name() + "' " + what + ". The last lines of " + launch.log() + ":"
                        + System.lineSeparator() + LastLines.of(launch.log()),
                patience.lastFailure());
    }

    private Stream<ProcessHandle> family() {
        Process running = process;
        return running == null ? Stream.empty() : Stream.concat(Stream.of(running.toHandle()), running.descendants());
    }

    /** Until it has been collected too: PostgreSQL does not start while its former process id still means something. */
    private static boolean awaitEnd(Process ending, Duration within) {
        return Patience.of(within).until(() -> !ending.isAlive());
    }

    private void dismissGuardian() {
        Guardian current = guardian;
        if (current != null) {
            current.dismiss();
            guardian = null;
        }
    }

    private void forget() {
        process = null;
        LiveProcesses.remove(this);
    }
}
