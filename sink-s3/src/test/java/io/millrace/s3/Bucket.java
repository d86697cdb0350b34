/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.contract.TaskRun;
import io.millrace.testkit.server.S3Server;
import io.millrace.testkit.server.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A fresh bucket on the suite's S3 server, tasks that write to it, and an independent reader. One test each. */
final class Bucket implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private final S3Server server;
    private final String name;
    private final S3Client client;

    Bucket() {
        this(TestServers.s3());
    }

    Bucket(S3Server server) {
        this.server = server;
        this.name = server.createBucket("s3-sink");
        this.client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
                .build();
    }

    /** An object as anybody sees it. */
    record Stored(String key, Map<String, String> metadata, byte[] content) {
        /** The rows in it, each as a map. */
        List<Map<String, Object>> rows() {
            try {
                if (key.endsWith(".avro")) {
                    return avro();
                }
                InputStream in = new ByteArrayInputStream(content);
                return lines(key.endsWith(".gz") ? new GZIPInputStream(in) : in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<Map<String, Object>> lines(InputStream in) throws IOException {
            List<Map<String, Object>> rows = new ArrayList<>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                rows.add(JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {}));
            }
            return rows;
        }

        private List<Map<String, Object>> avro() throws IOException {
            List<Map<String, Object>> rows = new ArrayList<>();
            try (DataFileStream<GenericRecord> file =
                    new DataFileStream<>(new ByteArrayInputStream(content), new GenericDatumReader<>())) {
                file.forEach(row -> rows.add(plain(row)));
            }
            return rows;
        }

        Schema schema() throws IOException {
            try (DataFileStream<GenericRecord> file =
                    new DataFileStream<>(new ByteArrayInputStream(content), new GenericDatumReader<>())) {
                return file.getSchema();
            }
        }

        private static Map<String, Object> plain(GenericRecord row) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Schema.Field field : row.getSchema().getFields()) {
                values.put(field.name(), plain(row.get(field.pos())));
            }
            return values;
        }

        private static Object plain(Object value) {
            if (value instanceof GenericRecord row) {
                return plain(row);
            }
            if (value instanceof List<?> list) {
                List<Object> values = new ArrayList<>();
                list.forEach(element -> values.add(plain(element)));
                return values;
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> values = new LinkedHashMap<>();
                map.forEach((key, element) -> values.put(key.toString(), plain(element)));
                return values;
            }
            return value instanceof CharSequence ? value.toString() : value;
        }
    }

    String name() {
        return name;
    }

    /** Names of all data objects, in order. */
    List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.startsWith("_millrace/"))
                .toList();
    }

    /** All data objects, in the order of their names. */
    List<Stored> objects() {
        List<Stored> objects = new ArrayList<>();
        for (String key : keys()) {
            var response =
                    client.getObjectAsBytes(request -> request.bucket(name).key(key));
            objects.add(new Stored(key, response.response().metadata(), response.asByteArray()));
        }
        return objects;
    }

    /** All rows, in the order of names and within them. */
    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        objects().forEach(object -> rows.addAll(object.rows()));
        return rows;
    }

    /** The offsets of all rows, in the order of names and within them. */
    List<Long> offsets() {
        return rows().stream().map(row -> (Long) row.get("offset")).toList();
    }

    /** Puts an object there that is none of the connector's. */
    void put(String key, String content) {
        client.putObject(request -> request.bucket(name).key(key), RequestBody.fromString(content));
    }

    /** Puts an object in a second place, with its metadata. */
    void copy(String from, String to) {
        client.copyObject(request -> request.sourceBucket(name)
                .sourceKey(from)
                .destinationBucket(name)
                .destinationKey(to));
    }

    /** Takes an object away. */
    void delete(String key) {
        client.deleteObject(request -> request.bucket(name).key(key));
    }

    /** The connector's settings for this bucket, and some more. */
    Map<String, String> config(String... more) {
        return configAt(server.endpoint(), more);
    }

    /** The same with another address of the server. */
    Map<String, String> configAt(URI endpoint, String... more) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "s3-test");
        config.put("bucket", name);
        config.put("endpoint", endpoint.toString());
        config.put("aws.access.key.id", server.accessKey());
        config.put("aws.secret.access.key", server.secretKey());
        config.put("max.latency.ms", "20");
        config.put("connection.timeout.ms", "500");
        config.put("request.timeout.ms", "5000");
        config.put("retry.backoff.ms", "5");
        config.put("retry.backoff.max.ms", "100");
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    /** A task of the connector. */
    TaskRun task(String... more) {
        return new TaskRun(new S3SinkTask(), config(more));
    }

    @Override
    public void close() {
        client.close();
    }
}
