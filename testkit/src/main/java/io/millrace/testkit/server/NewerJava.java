/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a Java that is newer than the one the project is built for, for servers that need it: beside the one that is running,
 * as CI finds the one for its static checks. Stateless.
 */
final class NewerJava {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private NewerJava() {}

    /** The {@code java} command of a version of at least {@code least}, or empty if there is none. */
    static Optional<Path> command(int least) {
        try {
            Path here = Path.of(System.getProperty("java.home")).toRealPath();
            List<Path> homes;
            try (Stream<Path> beside = Files.list(here.getParent())) {
                homes = Stream.concat(Stream.of(here), beside.sorted()).toList();
            }
            for (Path home : homes) {
                Path command = home.resolve("bin/java");
                if (version(home.resolve("release")) >= least && Files.isExecutable(command)) {
                    return Optional.of(command);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path release) throws IOException {
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        Matcher matcher = VERSION.matcher(Files.readString(release));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
