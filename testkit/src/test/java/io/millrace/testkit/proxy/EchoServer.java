/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends back what it gets and remembers it; a connection that broke is remembered as {@code !}. Thread-safe. */
final class EchoServer {
    private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private final Thread acceptor;

    EchoServer() throws IOException {
        acceptor = daemon(this::accept, "echo-accept");
    }

    int port() {
        return listener.getLocalPort();
    }

    String received() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Returns when nobody can connect any more: a thread that is accepting keeps the port open after the close. */
    void close() throws IOException, InterruptedException {
        listener.close();
        acceptor.join();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                daemon(() -> echo(socket), "echo");
            }
        } catch (IOException closed) {
            // The end of the test: nobody connects any more.
            return;
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.write(buffer, 0, count);
                socket.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException cut) {
            received.writeBytes("!".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Thread daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
