/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.contract;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkConnector;

/** Finds what is wrong with the example configurations of a connector, so that none of them can rot. Stateless. */
public final class ExampleConfigs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExampleConfigs() {}

    /**
     * Validates every {@code *.json} in a folder of the project as the worker would.
     *
     * @param folder within the project, for example {@code examples/jdbc}
     * @return problems by file; a file without any has an empty list
     */
    public static Map<String, List<String>> problems(String folder, SinkConnector connector) {
        Map<String, List<String>> problems = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("millrace.root"), folder))) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .forEach(file -> problems.put(file.getFileName().toString(), problems(file, connector)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems;
    }

    private static List<String> problems(Path file, SinkConnector connector) {
        Map<String, String> config;
        try {
            config = JSON.convertValue(
                    JSON.readTree(file.toFile()).get("config"), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!connector.getClass().getName().equals(config.get("connector.class"))) {
            return List.of("'connector.class' is " + config.get("connector.class"));
        }
        // The servers of an example are not there, or are somebody else's.
        config.put("connection.check.enabled", "false");
        return connector.validate(config).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .toList();
    }
}
