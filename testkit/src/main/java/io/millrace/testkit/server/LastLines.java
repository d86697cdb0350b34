/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** The end of a log file, for a message. Stateless. */
final class LastLines {
    private static final int COUNT = 50;
    /** Decodes any bytes: a log need not be proper UTF-8, and a message about a failure must not fail. */
    private static final Charset LENIENT = StandardCharsets.ISO_8859_1;

    private LastLines() {}

    static String of(Path log) {
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(log, LENIENT)) {
            lines.forEach(line -> {
                if (last.size() == COUNT) {
                    last.removeFirst();
                }
                last.addLast(line);
            });
        } catch (IOException failure) {
            last.addLast("(cannot be read: " + failure + ")");
        }
        return String.join(System.lineSeparator(), last);
    }
}
