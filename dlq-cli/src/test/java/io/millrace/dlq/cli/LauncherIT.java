/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as users get it: from its zip, by its launcher. */
class LauncherIT {
    @TempDir
    Path folder;

    private final List<String> names = new ArrayList<>();
    private Path home = Path.of("");

    @BeforeEach
    void unpack() throws IOException {
        String version = System.getProperty("millrace.version");
        Path zip = Path.of(System.getProperty("millrace.root"), "dlq-cli/target/millrace-dlq-" + version + ".zip");
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                unpack(file, entries.nextElement());
            }
        }
        home = folder.resolve("millrace-dlq-" + version);
    }

    private void unpack(ZipFile file, ZipEntry entry) throws IOException {
        Path path = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        names.add(entry.getName());
        Files.createDirectories(path.getParent());
        try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, path);
        }
    }

    private String run(int exitCode, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
        return output;
    }

    @Test
    void launcher_startsTheProgramFromAnywhere() throws Exception {
        Path launcher = home.resolve("bin/dlq");
        Path link = Files.createSymbolicLink(folder.resolve("dlq"), launcher);

        assertThat(run(ExitCodes.OK, "sh", launcher.toString(), "--version"))
                .isEqualToIgnoringNewLines("dlq " + System.getProperty("millrace.version"));
        assertThat(run(ExitCodes.OK, "sh", link.toString(), "help")).contains("doctor", "groups", "Exit codes:");
        assertThat(run(ExitCodes.USAGE, "sh", link.toString(), "nothing")).contains("Unmatched argument");
    }

    @Test
    void jar_runsByItself() throws Exception {
        Path jar = home.resolve("lib/millrace-dlq-cli-" + System.getProperty("millrace.version") + ".jar");

        assertThat(run(
                        ExitCodes.OK,
                        System.getProperty("java.home") + "/bin/java",
                        "-jar",
                        jar.toString(),
                        "--version"))
                .startsWith("dlq ");
    }

    @Test
    void zip_holdsLicencesAndNoTestingTools() {
        assertThat(names)
                .anyMatch(name -> name.endsWith("doc/LICENSE"))
                .noneMatch(name -> name.contains("testkit") || name.contains("junit"));
    }
}
