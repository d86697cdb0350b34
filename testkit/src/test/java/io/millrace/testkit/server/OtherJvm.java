/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Main class of a JVM that starts a child and then ends, or waits to be killed. */
final class OtherJvm {
    private OtherJvm() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Scratch.folder("other");
        ServerProcess process = new ServerProcess(Launch.of("sleeper", List.of("sleep", "1000"), folder), () -> true);
        process.start();
        System.out.println(process.pid());
        System.out.println(folder.getParent());
        System.out.flush();
        if (arguments[0].equals("wait")) {
            // Nothing ever comes: the pipe is closed by the end of the process that holds the other end.
            System.in.read();
        }
    }
}
