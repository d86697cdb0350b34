/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command of a server that is a Java program, run by the JDK that runs this JVM. Confined to one thread. */
final class JavaCommand {
    private final Path folder;
    private final List<String> options = new ArrayList<>();

    /** A command whose temporary files (unpacked native libraries) go below the server's own folder. */
    JavaCommand(Jvm jvm, Path folder) {
        this.folder = folder;
        Path temporary = folder.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException failure) {
            throw new UncheckedIOException("No temporary folder " + temporary, failure);
        }
        options.add("-Xmx" + jvm.heapMegabytes() + "m");
        options.addAll(jvm.options());
        options.add("-XX:-UsePerfData");
        options.add("-Djava.io.tmpdir=" + temporary);
    }

    JavaCommand property(String name, Object value) {
        options.add("-D" + name + "=" + value);
        return this;
    }

    /** Log4j 2 writes warnings and errors, and what the named loggers have to say, to the process's output. */
    JavaCommand logging(String... loggers) {
        String lines = Arrays.stream(loggers)
                .map(logger ->
                        "logger.%1$s.name=%2$s%nlogger.%1$s.level=info%n".formatted(logger.replace('.', '_'), logger))
                .collect(Collectors.joining());
        String configuration =
                """
                status=error
                appender.output.type=Console
                appender.output.name=output
                appender.output.layout.type=PatternLayout
                appender.output.layout.pattern=%d{HH:mm:ss.SSS} %-5p %c{1.} %m%n
                rootLogger.level=warn
                rootLogger.appenderRef.output.ref=output
                """
                        + lines;
        Path file = folder.resolve("log4j2.properties");
        try {
            Files.writeString(file, configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException("No logging configuration " + file, failure);
        }
        return property("log4j2.configurationFile", file);
    }

    List<String> of(List<Path> classPath, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
