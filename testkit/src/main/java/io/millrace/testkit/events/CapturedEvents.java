/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/**
 * Records captured from real Debezium sources on PostgreSQL and MariaDB: snapshots, inserts, updates, deletes, changes
 * of keys, truncates, unchanged large values, tables without a key, transactions.
 *
 * <p>Confined to one thread, as a worker's converters are.
 */
public final class CapturedEvents {
    private static final String FOLDER = "debezium-events";
    private static final String SUFFIX = ".json";

    private final JsonConverter keyConverter = converter(true);
    private final JsonConverter valueConverter = converter(false);
    private final SimpleHeaderConverter headerConverter = new SimpleHeaderConverter();

    /**
     * The names of all captures.
     *
     * @return names in alphabetical order
     */
    public List<String> names() {
        try {
            Path origin = Path.of(CapturedEvents.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(origin)) {
                return names(origin.resolve(FOLDER));
            }
            try (FileSystem jar = FileSystems.newFileSystem(origin)) {
                return names(jar.getPath(FOLDER));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The captured events cannot be listed", failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException("The testkit's own place is no address", failure);
        }
    }

    /**
     * One capture.
     *
     * @param name one of {@link #names}
     * @return the record as it was on the topic
     * @throws IllegalArgumentException if there is no such capture
     */
    public CapturedEvent load(String name) {
        try (InputStream file = CapturedEvents.class.getResourceAsStream("/" + FOLDER + "/" + name + SUFFIX)) {
            if (file == null) {
                throw new IllegalArgumentException("No captured event '" + name + "'; there are " + names());
            }
            return CaptureFile.read(name, file.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException("Captured event '" + name + "' cannot be read", failure);
        }
    }

    /**
     * One capture as a sink's task gets it.
     *
     * @param name one of {@link #names}
     * @return the converted record, see {@link #sinkRecord(CapturedEvent)}
     * @throws IllegalArgumentException if there is no such capture
     */
    public SinkRecord sinkRecord(String name) {
        return sinkRecord(load(name));
    }

    /**
     * A record as a sink's task gets it from a worker with {@code JsonConverter} (schemas enabled) and the default
     * header converter.
     *
     * @param event the record on the topic
     * @return the converted record; equal schemas are the same instance in all records of this object, as in a worker
     */
    public SinkRecord sinkRecord(CapturedEvent event) {
        SchemaAndValue key = keyConverter.toConnectData(event.topic(), event.key());
        SchemaAndValue value = valueConverter.toConnectData(event.topic(), event.value());
        ConnectHeaders headers = new ConnectHeaders();
        for (CapturedEvent.Header header : event.headers()) {
            headers.add(header.name(), headerConverter.toConnectHeader(event.topic(), header.name(), header.value()));
        }
        return new SinkRecord(
                event.topic(),
                event.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                event.offset(),
                event.timestamp(),
                TimestampType.CREATE_TIME,
                headers);
    }

    private static JsonConverter converter(boolean isKey) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, true), isKey);
        return converter;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}
