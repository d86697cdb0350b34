/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 that nothing listens on.
 *
 * <p>Taken below the range from which systems give local ports to outgoing connections (32768 and up on Linux): a
 * server that is killed and started again must find its port free, and an outgoing connection could have taken it.
 */
final class FreePort {
    private static final int LOWEST = 15_000;
    private static final int BEYOND_HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    static int pick() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new ServerFailure("No free port found on 127.0.0.1 in " + ATTEMPTS + " attempts between " + LOWEST
                + " and " + BEYOND_HIGHEST + "; end what listens there.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
