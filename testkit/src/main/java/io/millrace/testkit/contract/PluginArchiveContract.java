/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * What every connector's zip must look like. A sink module has one subclass, named {@code *IT} because the zip is there
 * only after the package phase.
 */
public abstract class PluginArchiveContract {
    private static final String SERVICES = "META-INF/services/org.apache.kafka.connect.sink.SinkConnector";

    private final String artifact;
    private final String connectorClass;
    private final Path module;
    private final String folder;

    /**
     * @param module folder of the module within the project, for example {@code sink-jdbc}
     * @param connectorClass the one connector in the zip
     */
    protected PluginArchiveContract(String module, String connectorClass) {
        this.artifact = "millrace-" + module;
        this.connectorClass = connectorClass;
        this.module = Path.of(System.getProperty("millrace.root"), module);
        this.folder = artifact + "-" + System.getProperty("millrace.version") + "/";
    }

    private ZipFile archive() throws IOException {
        return new ZipFile(module.resolve("target")
                .resolve(artifact + "-" + System.getProperty("millrace.version") + ".zip")
                .toFile());
    }

    private List<String> entries() throws IOException {
        try (ZipFile zip = archive()) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .toList();
        }
    }

    private byte[] read(String name) throws IOException {
        try (ZipFile zip = archive();
                InputStream in = zip.getInputStream(zip.getEntry(folder + name))) {
            return in.readAllBytes();
        }
    }

    @Test
    final void everything_isInOneFolder() throws IOException {
        assertThat(entries()).allMatch(name -> name.startsWith(folder));
        assertThat(entries())
                .contains(folder + "manifest.json", folder + "doc/LICENSE", folder + "doc/NOTICE")
                .contains(folder + "doc/README.md", folder + "doc/bom.json")
                .anyMatch(name -> name.startsWith(folder + "etc/"));
    }

    @Test
    final void manifest_namesThisVersion() throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(read("manifest.json"));

        assertThat(manifest.get("name").asText()).isEqualTo(artifact);
        assertThat(manifest.get("version").asText()).isEqualTo(System.getProperty("millrace.version"));
        assertThat(manifest.toString()).doesNotContain("${");
    }

    /** Every jar is forced on users: a new one must be meant. Versions are left out so that updates do not touch the list. */
    @Test
    final void jars_areThoseCheckedIn() throws IOException {
        List<String> jars = jarNames().stream()
                .map(name -> name.replaceAll("-\\d[\\w.+-]*\\.jar$", ""))
                .sorted()
                .toList();
        List<String> expected = Files.readAllLines(module.resolve("src/plugin/runtime-jars.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();

        assertThat(jars).isEqualTo(expected);
    }

    @Test
    final void jars_holdNothingThatTheWorkerBrings() throws IOException {
        assertThat(jarNames())
                .noneMatch(name -> name.startsWith("slf4j-")
                        || name.startsWith("kafka-")
                        || name.startsWith("connect-")
                        || name.startsWith("logback-")
                        || name.startsWith("log4j-"));
    }

    @Test
    final void service_namesConnector() throws IOException {
        List<String> found = new ArrayList<>();
        for (String jar : jarNames()) {
            try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(read("lib/" + jar)))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    if (entry.getName().equals(SERVICES)) {
                        found.add(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
                    }
                }
            }
        }
        assertThat(found).containsExactly(connectorClass);
    }

    private List<String> jarNames() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String entry : entries()) {
            if (entry.startsWith(folder + "lib/")) {
                names.add(entry.substring((folder + "lib/").length()));
            }
        }
        return List.copyOf(names);
    }
}
