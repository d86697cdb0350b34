/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection through the proxy: the client's socket, the server's socket, a pipe each way.
 *
 * <p>Four threads, two of each pipe, end when both ways have ended or the link is cut. Thread-safe.
 */
final class Link {
    private final FaultProxy proxy;
    private final ModeSwitch modes;
    private final Socket client;
    private final Socket server;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger openWays = new AtomicInteger(Direction.values().length);
    private volatile boolean lossy;

    Link(FaultProxy proxy, String name, Socket client, Socket server, ModeSwitch modes) {
        this.proxy = proxy;
        this.modes = modes;
        this.client = client;
        this.server = server;
        Pipe requests = new Pipe(this, Direction.REQUEST, client, server, modes);
        Pipe replies = new Pipe(this, Direction.REPLY, server, client, modes);
        threads.add(new Thread(requests::read, name + "-request-read"));
        threads.add(new Thread(requests::write, name + "-request-write"));
        threads.add(new Thread(replies::read, name + "-reply-read"));
        threads.add(new Thread(replies::write, name + "-reply-write"));
    }

    /** No effect if the link has been cut before. */
    synchronized void start() {
        if (!open.get()) {
            return;
        }
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The mode swallowed bytes: what follows under another mode would make no sense to either end. */
    void lossy(Mode cause) {
        lossy = true;
        // The mode may have changed since it was asked, too early for the change to know of the loss.
        if (modes.mode() != cause) {
            cut();
        }
    }

    boolean isLossy() {
        return lossy;
    }

    /** One way has ended in good order; the second one to end closes the link. */
    void ended() {
        if (openWays.decrementAndGet() == 0) {
            close(false);
        }
    }

    /** Breaks the link as the present mode demands. */
    void fault() {
        // Counted first: the count must be there when an end sees the reset.
        proxy.faulted();
        cut();
    }

    /** Breaks the link: both ends see a reset. */
    void cut() {
        close(true);
    }

    private synchronized void close(boolean reset) {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        try {
            close(client, reset);
            close(server, reset);
        } catch (IOException failure) {
            throw new UncheckedIOException("A connection through the proxy could not be closed", failure);
        } finally {
            threads.forEach(Thread::interrupt);
            proxy.closed(this);
        }
    }

    private static void close(Socket socket, boolean reset) throws IOException {
        try (socket) {
            if (reset && !socket.isClosed()) {
                // No lingering: unsent bytes are thrown away and the peer gets RST in place of FIN.
                socket.setSoLinger(true, 0);
            }
        }
    }
}
