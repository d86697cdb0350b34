/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The children alive now; none of them survives this JVM.
 *
 * <p>The hook kills and does not ask: the data is thrown away in any case. Thread-safe.
 */
final class LiveProcesses {
    private static final Set<ServerProcess> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LiveProcesses::endAll, "millrace-servers-end"));
    }

    private LiveProcesses() {}

    static void add(ServerProcess process) {
        LIVE.add(process);
    }

    static void remove(ServerProcess process) {
        LIVE.remove(process);
    }

    private static void endAll() {
        LIVE.forEach(ServerProcess::abandon);
        try {
            Scratch.delete();
        } catch (IOException failure) {
            throw new UncheckedIOException("The servers' temporary folder could not be deleted", failure);
        }
    }
}
