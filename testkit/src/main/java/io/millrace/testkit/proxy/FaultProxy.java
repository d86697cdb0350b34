/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy in front of a real server that fails on command.
 *
 * <p>It starts by letting everything through. A mode applies to the connections that are open and to those that come,
 * until another one is set. A connection that has lost bytes to a mode is broken when the mode changes, at the latest.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_WITHIN_MILLIS = 5_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ModeSwitch modes = new ModeSwitch();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Opens a proxy.
     *
     * @param host host of the real server
     * @param port port of the real server
     * @return a proxy that lets everything through
     */
    public static FaultProxy before(String host, int port) {
        try {
            ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port), listener);
            Thread thread = new Thread(proxy::accept, proxy.name() + "-accept");
            thread.setDaemon(true);
            thread.start();
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException("No proxy could be opened before " + host + ":" + port, failure);
        }
    }

    /**
     * Where clients connect.
     *
     * @return port on 127.0.0.1
     */
    public int port() {
        return listener.getLocalPort();
    }

    /** Lets everything through. */
    public void pass() {
        set(new Mode.Pass());
    }

    /**
     * Delays everything, half of the time on the way out and half on the way back.
     *
     * @param roundTrip how much longer an answer takes
     */
    public void latency(Duration roundTrip) {
        set(new Mode.Latency(roundTrip.toNanos() / 2));
    }

    /**
     * Limits the speed of each connection, each way.
     *
     * @param bytesPerSecond bytes per second, at least 1
     */
    public void throttle(long bytesPerSecond) {
        set(new Mode.Throttle(Math.max(1, bytesPerSecond)));
    }

    /**
     * Breaks a connection within a reply. The request has reached the server.
     *
     * @param replyBytes how many bytes of reply go through, counted per connection from now on; the reset may overtake
     *     them, so that the client sees fewer
     */
    public void resetAfter(long replyBytes) {
        set(new Mode.ResetAfter(replyBytes));
    }

    /** Lets requests reach the server, swallows the whole reply and then breaks the connection: written, ack lost. */
    public void dropResponse() {
        set(new Mode.DropResponse(false));
    }

    /** As {@link #dropResponse}, but for one reply only; then everything passes again. */
    public void dropOneResponse() {
        set(new Mode.DropResponse(true));
    }

    /** Accepts connections and bytes and swallows them both ways; nobody is told. */
    public void blackHole() {
        set(new Mode.BlackHole());
    }

    /**
     * Lets nothing through either way but keeps it: what was sent arrives late, when another mode is set, even if the
     * sender has given up since. So does a network that was split and heals.
     */
    public void freeze() {
        set(new Mode.Freeze());
    }

    /** Breaks every new connection at once; open ones stay, see {@link #cutAll}. */
    public void refuse() {
        set(new Mode.Refuse());
    }

    /** Breaks all open connections: both ends see a reset. */
    public void cutAll() {
        links.forEach(Link::cut);
    }

    /**
     * Connections open now.
     *
     * @return their number
     */
    public int connections() {
        return links.size();
    }

    /**
     * Connections broken by a mode so far; a test can wait for it to know that the fault has happened.
     *
     * @return their number, refused ones included, those of {@link #cutAll} not
     */
    public int faults() {
        return faults.get();
    }

    /** Breaks all connections and stops listening. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(name() + " could not be closed", failure);
        } finally {
            cutAll();
        }
    }

    void closed(Link link) {
        links.remove(link);
    }

    void faulted() {
        faults.incrementAndGet();
        Mode mode = modes.mode();
        if (mode instanceof Mode.DropResponse drop && drop.once()) {
            modes.passAfter(mode);
        }
    }

    private void set(Mode mode) {
        modes.set(mode);
        links.stream().filter(Link::isLossy).forEach(Link::cut);
    }

    private String name() {
        return "fault-proxy-" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                open(listener.accept());
            }
        } catch (IOException ended) {
            // Nothing more can be accepted: closed on purpose, or else clients are better refused than left waiting.
            close();
        }
    }

    /** Connects to the server; a client whose server cannot be reached sees a reset. */
    private void open(Socket client) throws IOException {
        if (modes.mode() instanceof Mode.Refuse) {
            faults.incrementAndGet();
            reset(client);
            return;
        }
        Socket upstream = new Socket();
        try {
            upstream.connect(server, CONNECT_WITHIN_MILLIS);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException unreachable) {
            upstream.close();
            reset(client);
            return;
        }
        Link link = new Link(this, name() + "-" + accepted.incrementAndGet(), client, upstream, modes);
        links.add(link);
        link.start();
        if (listener.isClosed()) {
            link.cut();
        }
    }

    private static void reset(Socket client) throws IOException {
        try (client) {
            client.setSoLinger(true, 0);
        }
    }
}
